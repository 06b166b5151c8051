"""Whatever people do with several accounts, in whatever order, beside a plain oracle.

The oracle folds nothing and merges nothing. It keeps what each account did, and who is whose: somebody is in a guild through
any of their accounts that joined, has the thanks that any of their accounts was given by somebody else, once each, and what
two accounts did for each other does not exist as long as they are one person.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial, wraps
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from guildbot import accounts, asks, codes, guilds, kudos, members, people
from guildbot.bot import Guildbot
from guildbot.db.ledger import SqliteLedger
from guildbot.db.postgres import PostgresLedger
from guildbot.refusals import Refused
from guildbot.who import Caller
from tests import servers
from tests.conftest import Clock
from tests.core.conftest import Home, acme, heard_as, install, marram, message, open_room, someone

RUNS = 2_000 if os.environ.get("GUILDBOT_SOAK") else 200
STEPS = 50
THOROUGH = settings(
    max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)  # fmt: skip
PEOPLE = [someone("ana"), someone("ben"), someone("cleo", marram), someone("dele", open_room), someone("yusra", open_room)]
HOST = someone("host")
Key = TypeVar("Key")
COMMONS, GUILD = "commons", "tidewater"  # everybody is in the first, so that they can name each other
who = some.sampled_from(range(len(PEOPLE)))
small = some.integers(0, 3)
numbers = some.integers(1, 10)
# What an undo must bring back as it was; when somebody was last here is no part of it.
RECORD = (
    "SELECT id, thanks, recovery FROM person ORDER BY id",
    "SELECT id, person_id, detached_at FROM account ORDER BY id",
    "SELECT id, person_id, account_id, role, state, since, rest_until, ended_at, link_id FROM membership ORDER BY id",
    "SELECT kudos_id, account_id, shown, hidden_at, link_id FROM receipt ORDER BY kudos_id, account_id",
    "SELECT id, state, changed, settled_at, link_id FROM help ORDER BY id",
    "SELECT id, state, ended_at FROM offer ORDER BY id",
)


@dataclass
class Account:
    """`link`: the one that brought it to where it is."""

    person: int
    identity: int
    live: bool = True
    link: int | None = None


@dataclass
class Thanks:
    giver: int
    to: set[int]
    hidden: set[int] = field(default_factory=set)
    withdrawn: bool = False


@dataclass
class Help:
    helper: int
    receiver: int
    state: str = "noted"


@dataclass
class Link:
    stays: int
    comes: int
    from_person: int
    at: datetime
    moved: set[int]
    recovery: str | None = None  # the code that was used
    undone: bool = False


@dataclass
class Code:
    account: int
    at: datetime
    state: str = "open"  # open, void, or spent
    link: int = 0
    entered_by: int = 0
    entered_at: datetime | None = None


def happens(**given: Any) -> Callable[[Callable[..., None]], Any]:
    """A rule. Whoever has a part in it is back first, if their account was switched off."""

    def made(step: Callable[..., None]) -> Any:
        @wraps(step)
        def with_everybody_there(town: Town, *first: Any, **said: Any) -> None:
            said |= dict(zip(given, first, strict=False))
            for part in said.keys() & {"actor", "giver", "to", "helper", "receiver", "stays", "comes"}:
                for one in said[part] if isinstance(said[part], list) else [said[part]]:
                    town.comes_back(one)
            step(town, **said)

        return rule(**given)(with_everybody_there)  # type: ignore[no-untyped-call]

    return made


class Town(RuleBasedStateMachine):
    """Five identities in two workspaces and on a server. Accounts, persons and links have the ledger's numbers."""

    house: Callable[[], AbstractContextManager[Home]]  # an empty home for one run, set by the test

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stack = ExitStack()
        self.home = self.stack.enter_context(type(self).house())
        self.eye = self.stack.enter_context(eye(self.home))
        self.clock = Clock(datetime(2026, 11, 2, 10, 0, tzinfo=UTC))
        self.bot = Guildbot(self.home.ledger, self.clock)
        self.accounts: dict[int, Account] = {}
        self.now: dict[int, int] = {}  # identity → the account it acts through
        self.joined: set[tuple[str, int]] = set()  # guild and account
        self.thanks: dict[int, Thanks] = {}
        self.helps: dict[int, Help] = {}
        self.codes: dict[str, Code] = {}
        self.links: dict[int, Link] = {}
        self.ways_back: dict[int, str] = {}  # by person
        self.dead: list[str] = []  # ways back that open nothing any more
        self.away: set[int] = set()  # whose account is switched off
        self.events = 0

    def teardown(self) -> None:
        for one in list(self.now):
            self.comes_back(one)
            self.sees_their_own(one)
        self.loop.close()
        self.stack.close()

    # the ledger

    def await_(self, deed: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(deed)

    def run(self, who: int, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """The outcome, or None when it was refused."""
        self.events += 1
        self.clock.move(minutes=1)
        try:
            return self.await_(self.bot.run(self.caller(who), use_case, *args, **kwargs))
        except Refused:
            return None

    def caller(self, who: int) -> Caller:
        return heard_as(PEOPLE[who], f"e{self.events}")

    # the oracle

    def person(self, who: int) -> int:
        return self.accounts[self.now[who]].person

    def of(self, person: int, *, live: bool = False) -> set[int]:
        return {id for id, one in self.accounts.items() if one.person == person and (one.live or not live)}

    def undoable(self, link: int | None) -> bool:
        found = self.links.get(link or 0)
        return found is not None and not found.undone and self.clock.now < found.at + accounts.UNDO_LASTS

    def arrivals(self, person: int) -> list[int]:
        return [id for id, one in self.links.items() if self.undoable(id) and self.accounts[one.stays].person == person]

    def settled(self, account: int) -> bool:
        """Whether it may do what shuts others out, or somebody else of theirs could."""
        return not self.undoable(self.accounts[account].link)

    def came_before(self, link: int | None, account: int) -> bool:
        """Whether that link is older than the one, still undoable, by which the account came."""
        mine = self.accounts[account].link
        if self.settled(account) or mine is None:
            return False
        return not self.undoable(link) or (self.links[link or 0].at, link or 0) < (self.links[mine].at, mine)

    def kept_from(self, account: int) -> bool:
        """What it may not do while an account that was there before it could do it instead."""
        others = self.of(self.accounts[account].person, live=True)
        return any(self.came_before(self.accounts[one].link, account) for one in others)

    def can_come(self, account: int) -> bool:
        person = self.accounts[account].person
        return self.of(person, live=True) == {account} and not self.arrivals(person)

    def merge(self, link: int, stays: int, comes: int, recovery: str | None = None) -> None:
        person, before = self.accounts[stays].person, self.accounts[comes].person
        moved = self.of(before)
        self.links[link] = Link(stays, comes, before, self.clock.now, moved, recovery)
        for id in moved:
            self.accounts[id].person, self.accounts[id].link = person, link

    def received(self, person: int) -> set[int]:
        mine = self.of(person)
        return {
            id for id, one in self.thanks.items()
            if not one.withdrawn and one.giver not in mine and (one.to & mine) - one.hidden
        }  # fmt: skip

    def gave(self, person: int) -> set[int]:
        mine = self.of(person)
        return {id for id, one in self.thanks.items() if not one.withdrawn and one.giver in mine and one.to - mine}

    def forget_way_back(self, person: int) -> None:
        if person in self.ways_back:
            self.dead.append(self.ways_back.pop(person))

    def is_in(self, guild: str, person: int) -> bool:
        return any(account in self.of(person) for name, account in self.joined if name == guild)

    def arrive(self, who: int) -> None:
        """Somebody new to the ledger, who joins what everybody is in."""
        self.run(who, people.show)
        ((id, person),) = self.eye(
            "SELECT id, person_id FROM account WHERE external_id = ? AND detached_at IS NULL", PEOPLE[who].account.id
        )
        self.accounts[id], self.now[who] = Account(person, who), id
        assert self.run(who, members.join, COMMONS) is not None
        self.joined.add((COMMONS, id))

    # what happens

    @initialize()
    def a_town(self) -> None:
        self.await_(install(self.bot))
        for name in (COMMONS, GUILD):
            draft = guilds.Draft(name.title(), "To be.", guilds.NORMS, ("care", "craft", "courage"))
            place = acme if name == COMMONS else marram
            self.await_(self.bot.run(someone("host", place), guilds.start, draft))
        for one in range(len(PEOPLE)):
            self.arrive(one)
        for one in range(len(PEOPLE)):  # so that every two who become one have something between them, and something in common
            self.thank(one, [(one + 1) % 5, (one + 2) % 5], "the kettle")
            self.note(one, (one + 1) % 5)
        self.confirm_help(1, 1)

    @happens(giver=who, to=some.lists(who, min_size=1, max_size=3), words=some.sampled_from(["tea", "holding the silence"]))
    def thank(self, giver: int, to: list[int], words: str) -> None:
        others = {self.person(one) for one in to} - {self.person(giver)}
        said = self.run(giver, kudos.give, [PEOPLE[one].account for one in to], words, guild=kudos.NO_GUILD, again=True)
        assert (said is not None) == bool(others)
        if said is not None:
            receipts = {id for (id,) in self.eye("SELECT account_id FROM receipt WHERE kudos_id = ?", said.id)}
            assert receipts <= {self.now[one] for one in to}
            assert {self.accounts[id].person for id in receipts} == others
            assert len(receipts) == len(others), "each once"
            self.thanks[said.id] = Thanks(self.now[giver], receipts)

    @happens(giver=who, to=who, on=small)
    def nod(self, giver: int, to: int, on: int) -> None:
        said = self.run(giver, kudos.react, PEOPLE[to].account, message(f"{on}-{to}"), "💛")
        if isinstance(said, kudos.NodGiven):
            self.thanks.setdefault(said.id, Thanks(self.now[giver], {self.now[to]})).withdrawn = False

    @happens(actor=who, id=numbers)
    def withdraw(self, actor: int, id: int) -> None:
        one = self.thanks.get(id)
        mine = one is not None and self.accounts[one.giver].person == self.person(actor)
        assert (self.run(actor, kudos.withdraw, id) is not None) == mine
        if one is not None and mine:
            one.withdrawn = True

    @happens(actor=who, id=numbers)
    def hide(self, actor: int, id: int) -> None:
        mine = id in self.received(self.person(actor))
        assert (self.run(actor, kudos.hide, id) is not None) == mine
        if mine:
            self.thanks[id].hidden |= self.thanks[id].to & self.of(self.person(actor))

    @happens(helper=who, receiver=who)
    def note(self, helper: int, receiver: int) -> None:
        said = self.run(helper, asks.note, PEOPLE[receiver].account, "the consent form")
        assert (said is not None) == (self.person(helper) != self.person(receiver))
        if said is not None:
            self.helps[said.id] = Help(self.now[helper], self.now[receiver])

    @happens(actor=who, id=numbers)
    def confirm_help(self, actor: int, id: int) -> None:
        one = self.helps.get(id)
        mine = (
            one is not None
            and one.state == "noted"
            and self.help_state(one) == "noted"
            and self.accounts[one.receiver].person == self.person(actor)
        )
        assert (self.run(actor, asks.confirm, id, "I slept that night.") is not None) == mine
        if one is not None and mine:
            one.state = "confirmed"

    @happens(actor=who)
    def join(self, actor: int) -> None:
        said = self.run(actor, members.join, GUILD)
        assert (said is None) == self.is_in(GUILD, self.person(actor))
        if said is not None:
            self.joined.add((GUILD, self.now[actor]))

    @happens(actor=who)
    def rest(self, actor: int) -> None:
        self.run(actor, members.rest, GUILD)

    @happens(actor=who)
    def leave(self, actor: int) -> None:
        assert (self.run(actor, members.leave, GUILD) is not None) == self.is_in(GUILD, self.person(actor))
        self.joined -= {(GUILD, account) for account in self.of(self.person(actor))}

    @happens(actor=who)
    def make_code(self, actor: int) -> None:
        self.makes_code(actor)

    def makes_code(self, actor: int) -> str | None:
        said = self.run(actor, accounts.make_code)
        assert (said is not None) == self.settled(self.now[actor])
        if said is None:
            return None
        for one in self.codes.values():
            if one.state == "open" and one.account in self.of(self.person(actor)):
                one.state = "void"
        self.codes[said.code] = Code(self.now[actor], self.clock.now)
        return str(said.code)

    @happens(actor=who, which=small)
    def enter(self, actor: int, which: int) -> None:
        if self.codes:
            self.enters(actor, newest(self.codes, which))

    def enters(self, actor: int, code: str) -> int | None:
        one, me = self.codes[code], self.now[actor]
        said = self.run(actor, accounts.enter, code)
        good = one.state == "open" and self.clock.now < one.at + accounts.CODE_LASTS and self.accounts[one.account].live
        mine = self.accounts[one.account].person == self.accounts[me].person
        assert isinstance(said, accounts.Entered) == (good and not mine and self.can_come(me))
        if said is None:
            return None
        one.state, one.link, one.entered_by, one.entered_at = "spent", said.link, me, self.clock.now
        return int(said.link)

    @happens(actor=who, which=small)
    def confirm(self, actor: int, which: int) -> None:
        if self.codes:
            self.confirms(actor, self.codes[newest(self.codes, which)])

    def confirms(self, actor: int, one: Code) -> bool:
        me = self.now[actor]
        said = self.run(actor, accounts.confirm, one.link)
        asked = one.entered_at is not None and one.link not in self.links and self.clock.now < one.entered_at + accounts.CONFIRM_LASTS
        mine = self.accounts[one.account].person == self.accounts[me].person
        comes = asked and self.accounts[one.entered_by].live and self.can_come(one.entered_by)
        assert (said is not None) == (asked and mine and self.settled(me) and comes)
        if said is not None:
            self.merge(one.link, one.account, one.entered_by)
        return said is not None

    @happens(actor=who, which=small, how=some.sampled_from([accounts.refuse, accounts.withdraw]))
    def no(self, actor: int, which: int, how: Callable[..., Any]) -> None:
        """The one who made the code says no, or the one who typed it."""
        if self.codes:
            one = self.codes[newest(self.codes, which)]
            made = one.link in self.links
            said = self.run(actor, how, one.link)
            if isinstance(said, accounts.Undone):
                assert made
                self.parts(one.link)
            elif said is not None:
                assert not made
                one.entered_at = None

    @happens(stays=who, comes=some.lists(who, min_size=1, max_size=3))
    def link(self, stays: int, comes: list[int]) -> None:
        """All three steps, one after the other; for one or several."""
        for one in comes:
            code = self.makes_code(stays)
            if code is not None and self.enters(one, code) is not None:
                self.confirms(stays, self.codes[code])

    @happens(actor=who, which=small)
    def undo(self, actor: int, which: int) -> None:
        if self.links:
            self.undoes(actor, newest(self.links, which))

    def undoes(self, actor: int, id: int) -> None:
        mine = self.accounts[self.links[id].stays].person == self.person(actor)
        said = self.run(actor, accounts.undo, id)
        older = self.came_before(id, self.now[actor])  # whoever came later puts nobody out
        assert (said is not None) == (self.undoable(id) and mine and not older)
        if said is not None:
            self.parts(id)

    def parts(self, id: int) -> None:
        one = self.links[id]
        stays = self.accounts[one.stays].person
        for account in one.moved:
            self.accounts[account].person, self.accounts[account].link = one.from_person, None
        one.undone = True
        if one.recovery is not None and stays not in self.ways_back and not self.of(stays, live=True):
            self.ways_back[stays] = one.recovery  # or else nobody could come in as them
            self.dead.remove(one.recovery)

    @happens(stays=who, comes=who, by_comer=some.booleans())
    def link_and_undo_at_once(self, stays: int, comes: int, by_comer: bool) -> None:
        code = self.makes_code(stays)
        before = [self.eye(sql) for sql in RECORD]
        link = self.enters(comes, code) if code is not None else None
        if link is not None and code is not None and self.confirms(stays, self.codes[code]):
            self.undoes(comes if by_comer else stays, link)
            assert [self.eye(sql) for sql in RECORD] == before, "as if it had never been"

    @happens(actor=who)
    def keep_way_back(self, actor: int) -> None:
        said = self.run(actor, accounts.keep_way_back)
        assert (said is None) == self.kept_from(self.now[actor])
        if said is not None:
            me = self.person(actor)
            for one in self.links.values():  # the codes of those who have become this person for good
                if not one.undone and self.clock.now >= one.at + accounts.UNDO_LASTS and self.accounts[one.stays].person == me:
                    self.forget_way_back(one.from_person)
            self.forget_way_back(me)
            self.ways_back[me] = said.code

    @happens(actor=who, which=small)
    def recover(self, actor: int, which: int) -> None:
        if not self.ways_back:
            return
        person = newest(self.ways_back, which)
        code = self.ways_back[person]
        me = self.now[actor]
        said = self.run(actor, accounts.recover, code)
        became = [one for one in self.links.values() if one.from_person == person and not one.undone]
        asleep = any(self.clock.now < one.at + accounts.UNDO_LASTS for one in became)
        target = self.accounts[became[-1].stays].person if became else person
        good = not asleep and target != self.accounts[me].person and self.can_come(me)
        assert isinstance(said, accounts.Recovered) == good
        if isinstance(said, accounts.Recovered):
            self.forget_way_back(person)
            ((stays,),) = self.eye("SELECT account_id FROM link WHERE id = ?", said.link)
            assert self.accounts[stays].person == target
            assert self.settled(stays)
            self.merge(said.link, stays, me, code)

    @happens(actor=who, which=small)
    def recover_with_a_dead_code(self, actor: int, which: int) -> None:
        if self.dead:
            assert isinstance(self.run(actor, accounts.recover, self.dead[-1 - which % len(self.dead)]), codes.WrongCode)
            self.clock.move(hours=1)  # so that nobody is locked out here

    @happens(actor=who, which=small)
    def let_go(self, actor: int, which: int) -> None:
        me = self.now[actor]
        mine = sorted(self.of(self.person(actor), live=True))
        goes = mine[which % len(mine)]
        said = self.run(actor, accounts.let_go, goes)
        allowed = self.settled(goes) and len(mine) > 1 and (goes == me or not self.kept_from(me))
        assert isinstance(said, accounts.LetGo) == allowed
        if isinstance(said, accounts.LetGo):
            one = self.accounts[goes]
            one.live = False
            for link in self.links.values():  # whoever had it may know the ways back of everybody this person has become
                if not link.undone and (link.comes == goes or self.accounts[link.stays].person == one.person):
                    self.forget_way_back(link.from_person)
            self.forget_way_back(one.person)
            self.arrive(one.identity)

    @rule(one=who)
    def switched_off(self, one: int) -> None:
        """By the platform."""
        if one not in self.away:
            self.await_(self.bot.tend(people.detach, self.now[one]))
            self.accounts[self.now[one]].live = False
            self.away.add(one)

    @rule(one=who)
    def comes_back(self, one: int) -> None:
        """Whoever is back is themselves when they have no other account meanwhile, else somebody new."""
        if one not in self.away:
            return
        self.away.remove(one)
        before = self.now[one]
        if self.of(self.accounts[before].person, live=True):
            self.arrive(one)
        else:
            self.run(one, people.show)
            self.accounts[before].live = True

    @happens(days=some.sampled_from([0.1, 3, 7]))
    def time_passes(self, days: float) -> None:
        self.clock.now += timedelta(days=days)

    # what holds

    def help_state(self, one: Help) -> str:
        return "folded" if self.accounts[one.helper].person == self.accounts[one.receiver].person else one.state

    @invariant()
    def every_account_is_one_persons(self) -> None:
        """P2."""
        found = dict(self.eye("SELECT id, person_id FROM account"))
        assert {id: found[id] for id in self.accounts} == {id: one.person for id, one in self.accounts.items()}

    @invariant()
    def one_live_membership_a_person_and_guild(self) -> None:
        """G4."""
        rows = self.eye(
            "SELECT g.slug, m.person_id, a.person_id, m.ended_at IS NULL FROM membership m "
            "JOIN guild g ON g.id = m.guild_id JOIN account a ON a.id = m.account_id WHERE a.external_id <> 'host'"
        )
        assert all(person == its for _, person, its, _ in rows), "a membership goes with its account"
        live = sorted((guild, person) for guild, person, _, lives in rows if lives)
        assert live == sorted({(guild, self.accounts[account].person) for guild, account in self.joined})

    @invariant()
    def nobody_visibly_thanks_themselves(self) -> None:
        """P3."""
        assert self.eye(
            "SELECT k.id FROM kudos k JOIN receipt r ON r.kudos_id = k.id JOIN account g ON g.id = k.giver_id "
            "JOIN account t ON t.id = r.account_id WHERE g.person_id = t.person_id AND r.hidden_at IS NULL"
        ) == []  # fmt: skip

    @invariant()
    def help_is_between_two(self) -> None:
        """H1."""
        assert dict(self.eye("SELECT id, state FROM help")) == {id: self.help_state(one) for id, one in self.helps.items()}

    @invariant()
    def everybody_sees_their_own(self) -> None:
        """One of them after every step; all of them at the end."""
        one = self.events % len(PEOPLE)
        if one in self.now and one not in self.away:
            self.sees_their_own(one)

    def sees_their_own(self, who: int) -> None:
        mine = self.run(who, kudos.mine)
        got, gave = self.received(self.person(who)), self.gave(self.person(who))
        givers = {self.accounts[self.thanks[id].giver].person for id in got}
        assert (mine.thanks, mine.givers) == (len(got), len(givers))
        assert [one.id for one in mine.received] == sorted(got, reverse=True)[:10]
        assert [one.id for one in mine.given] == sorted(gave, reverse=True)[:10]


def newest(these: Mapping[Key, Any], place: int) -> Key:
    """The newest, the one before it, … and round again."""
    keys = list(these)
    return keys[-1 - place % len(keys)]


@contextmanager
def eye(home: Home) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """A look past the core, often."""
    if not isinstance(home.address, Path):
        yield home.look
        return
    connection = sqlite3.connect(home.address)
    yield lambda sql, *values: connection.execute(sql, values).fetchall()
    connection.close()


@contextmanager
def file(empty: Path) -> Iterator[Home]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "guildbot.db"
        shutil.copy(empty, path)
        ledger = SqliteLedger(path, synchronous="OFF")
        yield Home(ledger, path)
        asyncio.run(ledger.close())


@contextmanager
def emptied(url: str, ledger: PostgresLedger) -> Iterator[Home]:
    servers.empty(url)
    yield Home(ledger, url)


def test_whatever_people_do_with_several_accounts(empty_database: Path) -> None:
    kept = type("TownInAFile", (Town,), {"house": partial(file, empty_database)})
    run_state_machine_as_test(kept, settings=THOROUGH)


def test_whatever_people_do_with_several_accounts_on_postgresql(standing_postgres: tuple[str, PostgresLedger]) -> None:
    kept = type("TownOnAServer", (Town,), {"house": partial(emptied, *standing_postgres)})
    run_state_machine_as_test(kept, settings=settings(THOROUGH, max_examples=max(5, RUNS // 40)))
