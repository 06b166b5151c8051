"""A town in which everybody has said something on every path, each time in words that occur nowhere else.

`live` builds it through the front door. What was said, by whom, for whom and how it fared stands in `Town.said`; a story that
erases or exports people asks there whose words they are, and which must be gone or still there.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from guildbot import accounts, asks, blocking, bonds, chapters, engagements, guilds, kudos, members, people, reflections, waiting
from guildbot.bot import Guildbot
from guildbot.kinds import Admission, Sharing, Visibility
from guildbot.who import AccountRef, Caller, Place
from tests.conftest import Clock
from tests.core.conftest import deliver, message, standing_in

Kind = Literal[
    "account", "name", "about", "work",  # of oneself
    "kudos", "takenback", "ask", "because", "offer", "note", "changed",  # to others
    "answer", "echoed", "charter", "goodbye", "vouch", "invitation", "invited", "logged",  # in a guild
]  # fmt: skip
GUILD = 20  # people in each
WISHES = (Visibility.MESSAGE, Visibility.DIGEST, Visibility.ME, None)
ELSEWHERE = Place("slack", "T2", "Marram", "C9", "attic")


@dataclass(frozen=True)
class Said:
    """Words of the person with the number `by`, for those with the numbers `to`.

    `open`: others may read them too. `done`: the help is confirmed, the vouch was counted.
    """

    words: str
    kind: Kind
    by: int
    to: tuple[int, ...] = ()
    open: bool = False
    done: bool = False

    def stays(self, gone: set[int]) -> bool:
        """Whether they are kept when these people are forgotten."""
        me, others = self.by in gone, [one for one in self.to if one not in gone]
        match self.kind:
            case "account" | "name" | "about" | "work" | "because" | "offer" | "answer" | "invitation":
                return not me
            case "echoed" | "charter" | "goodbye":  # a guild's by now
                return True
            case "kudos":
                return bool(others) or (self.open and not me)
            case "takenback":
                return bool(others) and not me
            case "ask":  # what was asked for is told again with the help
                return not me or (self.done and bool(others))
            case "note" | "changed":
                return not me or bool(others) if self.done else bool(others) and not me
            case "vouch":  # `open`: an invitation says it, too
                return self.done or bool(others) or (self.open and not me)
            case "invited":
                return not me and len(others) == len(self.to)
            case "logged":
                return len(others) == len(self.to)


@dataclass
class Town:
    bot: Guildbot
    clock: Clock
    people: list[Caller] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(7)

    def words(self, kind: Kind, by: int, *to: int, open: bool = False, done: bool = False) -> str:
        """Words that nobody else ever says."""
        text = f"{kind}q{by:03d}q{self._random.getrandbits(40):010x}z"
        self.said.append(Said(text, kind, by, to, open, done))
        return text

    async def run(self, who: int, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await self.bot.run(self.people[who], use_case, *args, **kwargs)

    def ref(self, who: int) -> AccountRef:
        return self.people[who].account

    def place(self, who: int) -> Place:
        return self.people[who].place or ELSEWHERE

    def lost(self, gone: set[int]) -> list[str]:
        """What nobody may find anywhere once these people are forgotten."""
        return [one.words for one in self.said if not one.stays(gone)]

    def kept(self, gone: set[int]) -> list[str]:
        return [one.words for one in self.said if one.stays(gone)]


async def live(bot: Guildbot, clock: Clock, many: int) -> Town:
    """`many` people in guilds of twenty, over four weeks. Some messages are still owed at the end."""
    town = Town(bot, clock)
    clock.now = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)  # a Monday
    firsts = range(0, many, GUILD)
    for first in firsts:
        await _found(town, first)
    for first in firsts:
        for at in range(GUILD - 2):
            await _say_everything(town, *(first + (at + step) % (GUILD - 2) for step in range(5)))
        await deliver(bot)
    await _two_questions(town)
    for first in firsts:
        await _come_and_go(town, first)
    await deliver(bot)
    clock.now = clock.now.replace(hour=23)
    for first in firsts:
        await _whisper(town, first)
    return town


async def _found(town: Town, first: int) -> None:
    """Everybody has said who they are; all but the last two are in the guild."""
    for who in range(first, first + GUILD):
        account = AccountRef("slack", "T1", town.words("account", who), town.words("account", who), False)
        town.people.append(Caller(account, Place("slack", "T1", "Acme", f"C{first}", f"room-{first}"), None))
        await _describe(town, who)
    draft = guilds.Draft(f"Guild {first}", town.words("charter", first), guilds.NORMS, ("care", "craft", "courage"))
    slug = (await town.run(first, guilds.start, draft)).card.slug
    for who in range(first + 1, first + GUILD - 3):
        await town.run(who, members.join, slug)
    last = first + GUILD - 3
    invited = await town.run(first, members.invite, town.words("logged", first, last), town.words("invitation", first), guild=slug)
    await town.run(last, members.join, slug, invited.code)
    await town.run(first + 3, members.invite, town.words("logged", first + 3), town.words("invitation", first + 3), guild=slug)


async def _describe(town: Town, who: int) -> None:
    name = town.words("name", who) if who % 2 else ""
    about = f"{town.words('about', who)}, {town.words('about', who)}"
    await town.run(
        who, people.change, name=name, zone_name="Europe/Lisbon", quiet="", about=about, thanks=WISHES[who % 4], named=bool(who % 3)
    )
    label, brings, hopes = (town.words("work", who) for _ in range(3))
    await town.run(who, engagements.begin, engagements.Draft(label, "2025", "", brings, hopes))
    if who % 5 == 0:
        await town.run(who, accounts.keep_way_back)
    if who % 10 == 4:
        await _link(town, who)


async def _link(town: Town, who: int) -> None:
    """The same person on Discord, who was somebody of their own before."""
    account = AccountRef("discord", "", town.words("account", who), town.words("account", who), False)
    other = Caller(account, Place("discord", "S1", "the Open Room", "D1", "kettle"), None)
    about = town.words("about", who)
    await town.bot.run(other, people.change, name=town.words("name", who), zone_name="", quiet="", about=about)
    code = (await town.run(who, accounts.make_code)).code
    entered = await town.bot.run(other, accounts.enter, code)
    assert isinstance(entered, accounts.Entered)
    await town.run(who, accounts.confirm, entered.link)


async def _say_everything(town: Town, who: int, one: int, two: int, three: int, four: int) -> None:
    """To whoever comes next in the guild's circle."""
    await _thank(town, who, one, two, three, four)
    await _ask(town, who, one, two)
    noted = await town.run(who, asks.note, town.ref(three), town.words("note", who, three, done=who % 2 == 0))
    if who % 2 == 0:
        await town.run(three, asks.confirm, noted.id, town.words("changed", three, who, done=True))
    if who % 6 == 1:
        what, changed = town.words("note", who, four, done=True), town.words("changed", who, four, done=True)
        await town.run(who, asks.helped_me, town.ref(four), what, changed)
    await town.run(who, bonds.again, town.ref(one))
    if who % 3 == 0:
        await town.run(one, bonds.again, town.ref(who))
    if who % 7 == 3:
        await town.run(who, blocking.block, [town.ref(two)])


async def _thank(town: Town, who: int, one: int, two: int, three: int, four: int) -> None:
    def shared(*to: int) -> bool:
        return all(WISHES[each % 4] in (Visibility.MESSAGE, Visibility.DIGEST) for each in to)

    here = message(f"{who}-1", town.place(who))
    await town.run(who, kudos.give, [town.ref(one)], town.words("kudos", who, one, open=shared(one)), about=here)
    await town.run(who, kudos.give, [town.ref(two)], town.words("kudos", who, two), privately=True)
    both = town.words("kudos", who, three, four, open=shared(three, four))
    await town.run(who, kudos.give, [town.ref(three), town.ref(four)], both, about=here)
    await town.run(who, kudos.react, town.ref(four), message(f"{four}-2", town.place(four)), "💛")
    taken_back = await town.run(who, kudos.give, [town.ref(one)], town.words("takenback", who, one))
    await town.run(who, kudos.withdraw, taken_back.id)


async def _ask(town: Town, who: int, one: int, two: int) -> None:
    """Two offer; the first is taken, and every second time it helped."""
    helped = who % 2 == 0
    what = town.words("ask", who, one, done=helped)
    asked = (await town.run(who, asks.ask_for, what, town.words("because", who))).card.id
    for helper in (one, two):
        await town.run(helper, asks.offer_to, asked, town.words("offer", helper, who))
    mine = next(line for line in (await town.run(who, asks.listed)).lines if line.card.id == asked)
    await town.run(who, asks.take, mine.offers[0].id)
    if helped:
        noted = next(help for help in (await town.run(who, waiting.waiting)).helps if help.what == what)
        await town.run(who, asks.confirm, noted.help, town.words("changed", who, one, done=True))
        await town.run(who, asks.close, asked)


async def _two_questions(town: Town) -> None:
    """The first has closed and was played back on its Friday; the second is open."""
    for tuesday, echoed in ((3, True), (17, False)):
        town.clock.now = datetime(2026, 11, tuesday, 11, 0, tzinfo=UTC)
        await deliver(town.bot)
        for who, one in enumerate(town.people):
            if who % GUILD < GUILD - 2:
                await _answer(town, who, one, echoed=echoed)
        if echoed:
            town.clock.move(days=10)
            await deliver(town.bot)


async def _answer(town: Town, who: int, one: Caller, *, echoed: bool) -> None:
    (question,) = (await town.bot.run(one, reflections.current)).open
    shares = who % 4 == 0
    kept = await town.run(who, reflections.answer, question.round, town.words("echoed" if echoed and shares else "answer", who))
    if shares:
        await town.run(who, reflections.share, kept.response, Sharing.SIGNED)


async def _come_and_go(town: Town, first: int) -> None:
    """By word of mouth from now on: one is admitted with two voices, one waits with one, and one says goodbye."""
    slug = f"guild-{first}"
    await town.run(first, guilds.change_admission, slug, Admission.VOUCH)
    waits, comes, goes = first + GUILD - 1, first + GUILD - 2, first + GUILD - 4
    for by, who, done in ((first, comes, True), (first + 1, waits, False)):
        name, why = town.words("invited", by, who), town.words("vouch", by, who, open=True, done=done)
        await town.run(who, members.join, slug, (await town.run(by, members.invite, name, why, guild=slug)).code)
    await town.run(first + 2, members.vouch, town.ref(comes), town.words("vouch", first + 2, comes, done=True), guild=slug)
    await town.run(goes, members.leave, slug, town.words("goodbye", goes))
    await town.bot.run(standing_in(town.people[first + 6], replace(ELSEWHERE, channel=f"C{first}")), chapters.open_here, slug)


async def _whisper(town: Town, first: int) -> None:
    """At night: what is owed for it waits for the morning."""
    for who in range(first, first + GUILD - 1):
        one = who + 1
        await town.run(who, kudos.give, [town.ref(one)], town.words("kudos", who, one), privately=True)
        await town.run(who, asks.note, town.ref(one), town.words("note", who, one))
