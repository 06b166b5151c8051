"""One good question a fortnight. An answer is private at birth; sharing it is a second, separate act.

Nobody can tell who answered or passed (rule R5): passing leaves no trace, and no use case but the author's own returns a
private answer (rule R2).
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from sqlalchemy import and_, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot import calendar, guilds, people, phrases
from guildbot.calendar import Due
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, chapter, guild, membership, response, round_
from guildbot.kinds import ChapterState, Sharing
from guildbot.refusals import NoLonger, Refused, missing, refuse_if, too_long
from guildbot.who import Command, Person, Quote
from guildbot.words import Phrase, Say, m
from guildbot.work import Work

MOST_WORDS = 3000
VOICES = 3
PAGE = 10


@dataclass(frozen=True, slots=True)
class Prompt:
    key: str
    text: str
    tender: bool = False

    @property
    def theme(self) -> str:
        return self.key.rsplit("-", 1)[0]


@dataclass(frozen=True, slots=True)
class Question:
    """An open round, as a card or as a form. `mine` are the asker's own words so far, only ever theirs to see."""

    round: int
    guild: str
    prompt: str
    tender: bool
    closes: date
    mine: str = ""
    sharing: Sharing = Sharing.PRIVATE

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made: list[Phrase] = [say(m("A question for {guild}:"), guild=Quote(self.guild)), (Quote(self.prompt),)]
        if self.tender:
            made.append(say(m("This one may be just for you.")))
        made.append(say(m("Open until {day}. Passing is always fine."), day=self.closes))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Questions:
    """The open questions of one's guilds; usually one or none."""

    open: tuple[Question, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return tuple(phrase for one in self.open for phrase in one.words(say))


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer is kept, for its author alone unless they share it."""

    response: int
    guild: str
    sharing: Sharing

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.sharing is Sharing.SIGNED:
            return (say(m("Kept, and shared with your name when the question closes.")),)
        return (say(m("Kept. Only you can read it.")),)


@dataclass(frozen=True, slots=True)
class SharingChosen:
    response: int
    sharing: Sharing

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.sharing is Sharing.SIGNED:
            return (say(m("Shared: it may stand in the digest, with your name, once the question has closed.")),)
        return (say(m("It stays yours alone.")),)


@dataclass(frozen=True, slots=True)
class Passed:
    """Passing is fine; nothing was written down."""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("That is fine. I keep no note of it.")),)


@dataclass(frozen=True, slots=True)
class Entry:
    """One own answer in the journal. `open`: its sharing can still change."""

    response: int
    guild: str
    prompt: str
    words_said: str
    sharing: Sharing
    written_at: datetime
    open: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        day = self.written_at.astimezone(say.zone).date()
        return say(m("{prompt} ({day}, {guild})"), prompt=Quote(self.prompt), day=day, guild=Quote(self.guild)), (Quote(self.words_said),)


@dataclass(frozen=True, slots=True)
class Journal:
    entries: tuple[Entry, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return () if self.entries else (say(m("You have not written anything yet, and that is fine.")),)


@dataclass(frozen=True, slots=True)
class Deleted:
    pass

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Deleted.")),)


@dataclass(frozen=True, slots=True)
class Voice:
    words: str
    person: Person


@dataclass(frozen=True, slots=True)
class Echo:
    """What people shared of the last question."""

    round: int
    prompt: str
    voices: tuple[Voice, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("We asked: {prompt}"), prompt=Quote(self.prompt)),
            *(say(m("“{words}” ({who})"), words=Quote(one.words), who=one.person) for one in self.voices),
        )


@dataclass(frozen=True, slots=True)
class NoQuestion:
    sentence: ClassVar[str] = m("No question is open in your guilds just now. The next one comes on a Tuesday.")


@dataclass(frozen=True, slots=True)
class RoundClosed:
    sentence: ClassVar[str] = m("That question has closed. What you wrote: {mine} still shows it to you.")
    mine: Command = Command("reflect", "mine")


Outcome = Questions | Kept | SharingChosen | Passed | Journal | Deleted


@lru_cache(maxsize=8)
def bank(language: str = "en") -> dict[str, Prompt]:
    """The prompts of one language by key; the keys are the same in every language."""
    folder = Path(__file__).parent / "prompts"
    file = folder / f"{language}.toml"
    read = tomllib.loads((file if file.exists() else folder / "en.toml").read_text(encoding="utf-8"))
    return {key: Prompt(key, entry["text"], entry.get("tender", False)) for key, entry in read.items()}


def open_round(work: Work, due: Due) -> str | None:
    """The clock's part: the next question, in every open chapter. One round is open at a time (rule R6)."""
    if work.first(_OPEN_ROUND, guild=due.guild, now=work.now):
        return "a question is still open"
    chosen = _next_prompt(work, due.guild)
    # Open until the Thursday of the following week is over; its echo is in that Friday's digest.
    zone_name = guilds.zone_of(work, due.guild)
    closes = calendar.instant(due.local_date + timedelta(days=11 - due.local_date.weekday()), 0, zone_name)
    (made,) = work.one(_BEGIN, guild_id=due.guild, prompt=chosen.key, theme=chosen.theme, opened_at=work.now, closes_at=closes)
    for space_id, channel in work.all(_CHAPTERS, guild=due.guild):
        work.tell("question", made, room=(space_id, channel), key=f"question:{made}:{space_id}:{channel}")
    return None


def current(work: Work) -> Questions:
    """`/reflect`: the open question of each of one's guilds, with one's own words so far."""
    found = [_question(work, row[0]) for row in work.all(_MY_ROUNDS, person=work.actor.person, now=work.now)]
    if not found:
        raise Refused(NoQuestion())
    return Questions(tuple(found))


def form(work: Work, round_id: int) -> Question:
    """[Write]: the form, with one's own words so far."""
    _answerable(work, round_id)
    return _question(work, round_id)


def answer(work: Work, round_id: int, words: str) -> Kept:
    """Keep an answer; it is nobody else's business. Writing again replaces the words, not the choice to share."""
    words = phrases.clean(words)
    name = _answerable(work, round_id)
    refuse_if(missing(words), too_long(words, MOST_WORDS))
    (account_id,) = work.first(_MY_ACCOUNT, round=round_id, person=work.actor.person) or (work.actor.account,)
    work.do(_KEEP, round_id=round_id, account_id=account_id, words=words, sharing=Sharing.PRIVATE, written_at=work.now)
    id, sharing = work.one(_MINE_IN, round=round_id, account=account_id)
    return Kept(id, name, sharing)


def share(work: Work, response_id: int, sharing: Sharing) -> SharingChosen:
    """The second act: [Share, signed] or back to [Keep it to myself], until the round closes."""
    found = work.first(_OWN, id=response_id, person=work.actor.person)
    if found is None:
        raise Refused(NoLonger(Command("reflect", "mine")))
    if found[0] <= work.now:
        raise Refused(RoundClosed())
    work.do(_SHARE, id=response_id, sharing=sharing)
    return SharingChosen(response_id, sharing)


def delete_answer(work: Work, response_id: int) -> Deleted:
    """Always possible, whether the round is open or not."""
    if work.first(_OWN, id=response_id, person=work.actor.person) is None:
        raise Refused(NoLonger(Command("reflect", "mine")))
    work.do(_DELETE, id=response_id)
    return Deleted()


def pass_by(work: Work, round_id: int) -> Passed:
    return Passed()


def mine(work: Work) -> Journal:
    """One's own answers, newest first, for their author alone (rule R2)."""
    return Journal(
        tuple(
            Entry(id, name, _prompt(prompt).text, words, sharing, written_at, closes_at > work.now)
            for id, name, prompt, words, sharing, written_at, closes_at in work.all(_JOURNAL, person=work.actor.person)
        )
    )


def question_to_send(work: Work, notice_id: int, round_id: int) -> Question | None:
    guild_id, name, prompt, closes_at = work.one(_ROUND, id=round_id)
    if closes_at <= work.now:
        return None
    return _card(work, round_id, guild_id, name, prompt, closes_at)


def echo(work: Work, guild_id: int, since: datetime, until: datetime) -> Echo | None:
    """Up to three signed voices of the round that closed in that time: different people, in a seeded order that reads no count."""
    found = work.first(_CLOSED, guild=guild_id, since=since, until=until)
    if found is None:
        return None
    round_id, prompt = found
    rows = work.all(_VOICES, round=round_id, sharing=Sharing.SIGNED)
    if not rows:
        return None
    voices = [Voice(words, people.by_account(work, account_id)[0].said()) for account_id, words in rows]
    random.Random(f"echo:{round_id}").shuffle(voices)
    return Echo(round_id, _prompt(prompt).text, tuple(voices[:VOICES]))


def _next_prompt(work: Work, guild_id: int) -> Prompt:
    """No prompt repeats until the bank is used up, no theme comes twice running; seeded by the guild, so a retry asks the same."""
    asked = [key for (key,) in work.all(_ASKED, guild=guild_id)]
    prompts = bank()
    this_time = set(asked[len(asked) - len(asked) % len(prompts) :]) if asked else set()
    last = prompts[asked[-1]].theme if asked and asked[-1] in prompts else ""
    left = [one for key, one in prompts.items() if key not in this_time]
    other = [one for one in left if one.theme != last]
    return random.Random(f"prompt:{guild_id}:{len(asked)}").choice(other or left)


def _prompt(key: str) -> Prompt:
    """As the bank says it now; a key that left the bank stands for itself."""
    return bank().get(key) or Prompt(key, key)


def _answerable(work: Work, round_id: int) -> str:
    """The guild's name; refuses members of no such guild and rounds that closed."""
    found = work.first(_ROUND, id=round_id)
    if found is None:
        raise Refused(NoLonger(Command("reflect")))
    guild_id, name, _, closes_at = found
    if not guilds.is_member(work, guild_id):
        raise guilds.not_a_member(name, guilds.card(work, guild_id).slug)
    if closes_at <= work.now:
        raise Refused(RoundClosed())
    return name


def _question(work: Work, round_id: int) -> Question:
    guild_id, name, prompt, closes_at = work.one(_ROUND, id=round_id)
    card = _card(work, round_id, guild_id, name, prompt, closes_at)
    mine = work.first(_MY_WORDS, round=round_id, person=work.actor.person)
    return card if mine is None else Question(card.round, name, card.prompt, card.tender, card.closes, *mine)


def _card(work: Work, round_id: int, guild_id: int, name: str, prompt: str, closes_at: datetime) -> Question:
    said = _prompt(prompt)
    last_day = calendar.local_date(closes_at.astimezone(UTC) - timedelta(seconds=1), guilds.zone_of(work, guild_id))
    return Question(round_id, name, said.text, said.tender, last_day)


_BEGIN = prepared(insert(round_).returning(round_.c.id), "guild_id", "prompt", "theme", "opened_at", "closes_at")
_OPEN_ROUND = prepared(select(round_.c.id).where(round_.c.guild_id == bindparam("guild"), round_.c.closes_at > bindparam("now")).limit(1))
_ASKED = prepared(select(round_.c.prompt).where(round_.c.guild_id == bindparam("guild")).order_by(round_.c.id))
_CHAPTERS = prepared(
    select(chapter.c.space_id, chapter.c.channel).where(chapter.c.guild_id == bindparam("guild"), chapter.c.state == ChapterState.OPEN)
)
_ROUND = prepared(
    select(round_.c.guild_id, guild.c.name, round_.c.prompt, round_.c.closes_at)
    .join(guild, guild.c.id == round_.c.guild_id)
    .where(round_.c.id == bindparam("id"))
)
_MY_ROUNDS = prepared(
    select(round_.c.id)
    .join(membership, and_(membership.c.guild_id == round_.c.guild_id, membership.c.ended_at.is_(None)))
    .where(membership.c.person_id == bindparam("person"), round_.c.closes_at > bindparam("now"))
    .order_by(round_.c.id)
)
_MY_ACCOUNT = prepared(
    select(response.c.account_id)
    .join(account, account.c.id == response.c.account_id)
    .where(response.c.round_id == bindparam("round"), account.c.person_id == bindparam("person"))
)
_MY_WORDS = prepared(
    select(response.c.words, response.c.sharing)
    .join(account, account.c.id == response.c.account_id)
    .where(response.c.round_id == bindparam("round"), account.c.person_id == bindparam("person"))
)
_answered = upsert(response)
_KEEP = prepared(
    _answered.inline().on_conflict_do_update(
        index_elements=["round_id", "account_id"], set_={"words": _answered.excluded.words, "written_at": _answered.excluded.written_at}
    ),
    "round_id", "account_id", "words", "sharing", "written_at",
)  # fmt: skip
_MINE_IN = prepared(
    select(response.c.id, response.c.sharing).where(
        response.c.round_id == bindparam("round"), response.c.account_id == bindparam("account")
    )
)
_OWN = prepared(
    select(round_.c.closes_at)
    .join_from(response, round_, round_.c.id == response.c.round_id)
    .join(account, account.c.id == response.c.account_id)
    .where(response.c.id == bindparam("id"), account.c.person_id == bindparam("person"))
)
_SHARE = prepared(update(response).where(response.c.id == bindparam("id")).values(sharing=bindparam("sharing")))
_DELETE = prepared(delete(response).where(response.c.id == bindparam("id")))
_JOURNAL = prepared(
    select(response.c.id, guild.c.name, round_.c.prompt, response.c.words, response.c.sharing, response.c.written_at, round_.c.closes_at)
    .join_from(response, round_, round_.c.id == response.c.round_id)
    .join(guild, guild.c.id == round_.c.guild_id)
    .join(account, account.c.id == response.c.account_id)
    .where(account.c.person_id == bindparam("person"))
    .order_by(response.c.id.desc())
    .limit(PAGE)
)
_CLOSED = prepared(
    select(round_.c.id, round_.c.prompt)
    .where(round_.c.guild_id == bindparam("guild"), round_.c.closes_at >= bindparam("since"), round_.c.closes_at < bindparam("until"))
    .order_by(round_.c.closes_at.desc())
    .limit(1)
)
_VOICES = prepared(
    select(response.c.account_id, response.c.words)
    .where(response.c.round_id == bindparam("round"), response.c.sharing == bindparam("sharing"))
    .order_by(response.c.id)
)
