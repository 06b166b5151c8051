"""Guilds: starting one, its charter, finding it, looking at it. A guild belongs to its members, not to any Space."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import String, and_, bindparam, func, insert, or_, select

from guildbot import calendar, phrases, spaces
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, chapter, charter, guild, log_entry, membership, notice, occurrence, person, room, schedule, space
from guildbot.kinds import Admission, ChapterState, GuildState, MemberState, OccurrenceState, Role
from guildbot.people import SHOWN_NAME
from guildbot.refusals import InAChannel, Refused, refuse_if, too_long
from guildbot.who import Command, Quote, Room
from guildbot.words import Phrase, Say, m, plain, zone
from guildbot.work import Work

FOUNDERS = 3
NORMS = m(
    "Thank people for something they did, in words.\nAsk early; say what it is for.\n"
    "No scores, no ranks.\nPassing is fine, resting too.\nWhat is said here stays among those who can read it."
)
VALUE_WORDS = m("care, craft, courage")
EMOJI = "💛"
FOUND = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """What the start form asks; all but the purpose comes filled in."""

    name: str
    purpose: str
    norms: str
    value_words: tuple[str, ...]
    emoji: str = EMOJI
    zone: str = "UTC"
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """A guild as everybody may see it before joining."""

    slug: str
    name: str
    purpose: str
    norms: str
    value_words: tuple[str, ...]
    emoji: str
    state: GuildState
    missing_founders: int
    rooms: tuple[Room, ...]  # where it is read

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [(Quote(self.purpose),), (Quote(self.norms),), say(m("Value words: {words}"), words=self.value_words)]
        if self.rooms:
            made.append(say(m("Read in {rooms}. {emoji} on a message is a quick thank-you."), rooms=self.rooms, emoji=Quote(self.emoji)))
        if self.missing_founders:
            made.append(
                say.several(
                    "{n} more person founds it with the starter.", "{n} more people found it with the starter.", self.missing_founders
                )
            )
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Started:
    """A guild in its first minute. `missing_founders` more have to join before it has a digest."""

    card: Card

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("{guild} has begun, with you as its first founder."), guild=Quote(self.card.name)),
            say(
                m("Two more found it with you; then it has a digest and a question. Bring people in with {invite}."),
                invite=Command("guild", "invite"),
            ),
        )


@dataclass(frozen=True, slots=True)
class MyGuild:
    slug: str
    name: str
    state: GuildState
    steward: bool
    resting: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.resting:
            return (say(m("{guild}, resting"), guild=Quote(self.name)),)
        if self.steward:
            return (say(m("{guild}, caretaker"), guild=Quote(self.name)),)
        return ((Quote(self.name),),)


@dataclass(frozen=True, slots=True)
class MyGuilds:
    guilds: tuple[MyGuild, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if not self.guilds:
            return (say(InNone.sentence, find=Command("guild", "find"), start=Command("guild", "start")),)
        return tuple(phrase for one in self.guilds for phrase in one.words(say))


@dataclass(frozen=True, slots=True)
class Found:
    """Guilds that chose to be found, by words in their name or purpose."""

    asked: str
    cards: tuple[tuple[str, str, str], ...]  # slug, name, purpose

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if not self.cards:
            return (say(m("No guild by these words wishes to be found.")),)
        return tuple(say(m("{guild}: {purpose}"), guild=Quote(name), purpose=Quote(purpose)) for _, name, purpose in self.cards)


@dataclass(frozen=True, slots=True)
class ShownToMember:
    """A member's view of their guild."""

    card: Card
    members: tuple[tuple[str, bool, bool], ...]  # name, steward, resting; by name
    log: tuple[tuple[datetime, str, str, str], ...]  # when, who, act, subject
    next_digest: datetime | None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = list(self.card.words(say))
        if self.next_digest is not None:
            made.append(say(m("The next digest comes {when}."), when=self.next_digest))
        return tuple(made)

    def member_lines(self, say: Say) -> tuple[Phrase, ...]:
        """Who is in it, by name; never by anything counted."""
        lines = []
        for name, steward, resting in self.members:
            sentence = m("{name}, resting") if resting else m("{name}, caretaker") if steward else m("{name}")
            lines.append(say(sentence, name=Quote(name)))
        return tuple(lines)

    def log_lines(self, say: Say) -> tuple[Phrase, ...]:
        """The last acts of caretakers and members on the guild."""
        return tuple(
            say(
                m("{day}: {who} {act} {subject}"),
                day=at.astimezone(say.zone).date(),
                who=Quote(who),
                act=plain(say(ACTS.get(act, act))),
                subject=Quote(subject),
            )
            for at, who, act, subject in self.log
        )


@dataclass(frozen=True, slots=True)
class NoName:
    sentence: ClassVar[str] = m("What is it called? Like this: {command}")
    command: Command = Command("guild", "start Tidewater")


@dataclass(frozen=True, slots=True)
class NoPurpose:
    sentence: ClassVar[str] = m("One sentence is still missing: what are you for?")


@dataclass(frozen=True, slots=True)
class NameTaken:
    sentence: ClassVar[str] = m("There is a guild called “{name}” already. Another name, or join that one.")
    name: str


@dataclass(frozen=True, slots=True)
class RoomTaken:
    sentence: ClassVar[str] = m("This channel is home to {guild} already; a channel has one guild.")
    guild: str


@dataclass(frozen=True, slots=True)
class NoSuchGuild:
    sentence: ClassVar[str] = m("I know no guild called “{name}”. {command} lists those that wish to be found.")
    name: str
    command: Command = Command("guild", "find")


@dataclass(frozen=True, slots=True)
class NotAMember:
    sentence: ClassVar[str] = m("That is for members of {guild}. {command} is the way in.")
    guild: str
    command: Command


@dataclass(frozen=True, slots=True)
class ValueWords:
    sentence: ClassVar[str] = m("Between three and six value words, please; that is {n}.")
    n: int


@dataclass(frozen=True, slots=True)
class UnknownZone:
    sentence: ClassVar[str] = m("I know no time zone “{zone}”. A name like Europe/Berlin works.")
    zone: str


ACTS = {
    "started": m("began"),
    "invited": m("invited"),
    "opened-channel": m("opened"),
    "closed-channel": m("closed"),
}
Outcome = Started | MyGuilds | Found | ShownToMember


def can_start(work: Work, name: str) -> Draft:
    """The start form, filled in; refuses what would be refused at its end already now."""
    name = phrases.one_line(name)
    refuse_if(*_problems_of_name(work, name), _taken(work))
    spaces.know_room(work)  # a guild begins in a channel; the form will not say what it is called
    return Draft(name, "", NORMS, tuple(VALUE_WORDS.split(", ")), zone=work.actor.zone or "UTC")


def start(work: Work, draft: Draft) -> Started:
    """A guild in the caller's channel, with the caller as its first founder."""
    room_of = work.room
    name, purpose = phrases.one_line(draft.name), phrases.one_line(draft.purpose)
    values = tuple(dict.fromkeys(word for word in map(value_word, draft.value_words) if word))
    refuse_if(
        *_problems_of_name(work, name),
        _taken(work),
        None if purpose else NoPurpose(),
        too_long(purpose, 300),
        too_long(draft.norms, 2000),
        None if 3 <= len(values) <= 6 else ValueWords(len(values)),
        None if str(zone(draft.zone)) == draft.zone else UnknownZone(draft.zone),
    )
    (made,) = work.one(
        _START, slug=slug_of(name), name=name, state=GuildState.STARTING, admission=Admission.OPEN, listed=draft.listed,
        emoji=phrases.one_line(draft.emoji)[:64] or EMOJI, zone=draft.zone, charter=1, started_by=work.actor.account, started_at=work.now,
    )  # fmt: skip
    work.do(
        _CHARTER, guild_id=made, version=1, purpose=purpose, norms=phrases.clean(draft.norms), value_words=list(values), adopted_at=work.now
    )
    work.do(
        _CHAPTER, guild_id=made, space_id=room_of[0], channel=room_of[1], zone=draft.zone, state=ChapterState.OPENING,
        asked_by=work.actor.account, asked_at=work.now, agreed_by=work.actor.account,
    )  # fmt: skip
    work.do(
        _FOUNDER, guild_id=made, person_id=work.actor.person, account_id=work.actor.account, role=Role.STEWARD,
        state=MemberState.MEMBER, since=work.now,
    )  # fmt: skip
    spaces.know_room(work)
    log(work, made, "started", name)
    work.tell("guild-card", made, room=room_of, key=f"card:{made}:{room_of[0]}:{room_of[1]}")
    return Started(card(work, made))


def mine(work: Work) -> MyGuilds:
    rows = work.all(_MINE, person=work.actor.person)
    return MyGuilds(
        tuple(MyGuild(slug, name, state, role is Role.STEWARD, how is MemberState.RESTING) for slug, name, state, role, how in rows)
    )


def find(work: Work, words: str = "") -> Found:
    like = "%" + re.sub(r"([%_\\])", r"\\\1", phrases.one_line(words).lower()) + "%"
    return Found(words, tuple(work.all(_FIND, like=like)))


def show(work: Work, name: str = "") -> ShownToMember:
    """A guild's page, the same for every member."""
    id, slug, called = which(work, name)
    if not is_member(work, id):
        raise not_a_member(called, slug)
    members = work.all(_MEMBERS, guild=id)
    entries = tuple((at, who, act, subject) for at, who, act, subject in work.all(_LOG, guild=id))
    digest = work.first(_NEXT_DIGEST, guild=id)
    people = tuple((who, role is Role.STEWARD, how is MemberState.RESTING) for who, role, how in members)
    return ShownToMember(card(work, id), people, entries, digest[0] if digest else None)


def look(work: Work, name: str = "") -> Card:
    """What anybody may see who has the guild's name: enough to decide about joining."""
    return card(work, which(work, name)[0])


def tell_rooms(work: Work, id: int) -> None:
    """What stands on the guild's cards has changed."""
    for space_id, channel in work.all(_CARDS_POSTED, id=id):
        if space_id is not None and channel is not None:
            work.tell("guild-update", id, room=(space_id, channel))


def card_to_send(work: Work, notice_id: int, id: int) -> Card:
    return card(work, id)


def card(work: Work, id: int) -> Card:
    slug, name, purpose, norms, values, emoji, state = work.one(_CARD, id=id)
    rooms = tuple(Room(*row) for row in work.all(_ROOMS, guild=id))
    (members,) = work.one(_HOW_MANY, guild=id)
    missing = max(0, FOUNDERS - members) if state is GuildState.STARTING else 0
    return Card(slug, name, purpose, norms, tuple(values), emoji, state, missing, rooms)


def which(work: Work, name: str) -> tuple[int, str, str]:
    """The guild meant: by name or slug; without one the channel's, else the caller's only one. Id, slug, name."""
    name = phrases.one_line(name)
    if not name and work.here is not None and work.here.guild is not None:
        home = work.here.guild
        return home.id, home.slug, home.name
    if not name:
        return only_one(work)
    found = work.first(_BY_NAME, slug=slug_of(name), name=name.lower())
    if found is None:
        raise Refused(NoSuchGuild(name))
    return found


@dataclass(frozen=True, slots=True)
class WhichOne:
    sentence: ClassVar[str] = m("You are in several guilds: {guilds}. Say which one you mean.")
    guilds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InNone:
    sentence: ClassVar[str] = m("You are in no guild yet. {find} lists some, {start} begins one.")
    find: Command = Command("guild", "find")
    start: Command = Command("guild", "start")


def of_caller(work: Work) -> list[tuple[int, str, str]]:
    """The caller's guilds: id, slug, name."""
    return work.all(_MINE_IDS, person=work.actor.person)


def only_one(work: Work) -> tuple[int, str, str]:
    """The caller's guild when there is just one."""
    rows = of_caller(work)
    if len(rows) == 1:
        return rows[0]
    raise Refused(WhichOne(tuple(slug for _, slug, _ in rows)) if rows else InNone())


def of_room(work: Work, space_id: int, channel: str) -> tuple[int, str] | None:
    """Whose channel this is, also while a caretaker's yes is still missing: id and name."""
    return work.first(_OF_ROOM, space=space_id, channel=channel)


def zone_of(work: Work, guild_id: int) -> str:
    return work.one(_ZONE, guild=guild_id)[0]


def not_a_member(name: str, slug: str) -> Refused:
    return Refused(NotAMember(name, Command("guild", f"join {slug}")))


def is_member(work: Work, guild_id: int, *, steward: bool = False) -> bool:
    found = work.first(_IS_MEMBER, guild=guild_id, person=work.actor.person)
    return found is not None and (not steward or found[0] is Role.STEWARD)


def log(work: Work, guild_id: int, act: str, subject: str) -> None:
    work.do(_ENTER, guild_id=guild_id, account_id=work.actor.account, act=act, subject=subject[:120], at=work.now)


def slug_of(name: str) -> str:
    """`Tidewater Crew` is `tidewater-crew`; letters of other alphabets stay as they are."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", folded).strip("-_")[:40]


def value_word(word: str) -> str:
    return re.sub(r"[^\w-]+", "", phrases.one_line(word).lower().lstrip("#"))[:40]


def begin_rhythm(work: Work, guild_id: int) -> None:
    """The guild is active: each open chapter gets its digest from this week on, the guild its question from the first Tuesday on."""
    for chapter_id, zone_name in work.all(_OPEN_CHAPTERS, guild=guild_id):
        begin_digest(work, guild_id, chapter_id, zone_name)
    zone_name = zone_of(work, guild_id)
    today = calendar.local_date(work.now, zone_name)
    question = calendar.QUESTION
    weekly = calendar.Cadence(question.weekday, question.minute, zone_name, 1, today)
    first = weekly.first_from(today)
    if weekly.instant(first) <= work.now:
        first = weekly.first_from(today + timedelta(days=1))
    calendar.open_schedule(
        work, "question", guild_id, calendar.Cadence(question.weekday, question.minute, zone_name, question.weeks, first)
    )


def begin_digest(work: Work, guild_id: int, chapter_id: int, zone_name: str) -> None:
    digest = calendar.DIGEST
    cadence = calendar.Cadence(digest.weekday, digest.minute, zone_name, digest.weeks, digest.anchor)
    calendar.open_schedule(work, "digest", guild_id, cadence, chapter=chapter_id)


def _problems_of_name(work: Work, name: str) -> list[Any]:
    if not slug_of(name):
        return [NoName()]
    taken = work.first(_BY_NAME, slug=slug_of(name), name=name.lower())
    return [NameTaken(taken[2]) if taken else None, too_long(name, 60)]


def _taken(work: Work) -> RoomTaken | InAChannel | None:
    if work.here is None or work.here.channel is None:
        return InAChannel()
    found = of_room(work, *work.room)
    return RoomTaken(found[1]) if found else None


_START = prepared(
    insert(guild).returning(guild.c.id),
    "slug", "name", "state", "admission", "listed", "emoji", "zone", "charter", "started_by", "started_at",
)  # fmt: skip
_CHARTER = prepared(insert(charter).inline(), "guild_id", "version", "purpose", "norms", "value_words", "adopted_at")
_CHAPTER = prepared(insert(chapter).inline(), "guild_id", "space_id", "channel", "zone", "state", "asked_by", "asked_at", "agreed_by")
_FOUNDER = prepared(insert(membership).inline(), "guild_id", "person_id", "account_id", "role", "state", "since")
_ENTER = prepared(insert(log_entry).inline(), "guild_id", "account_id", "act", "subject", "at")
_CARDS_POSTED = prepared(
    select(notice.c.space_id, notice.c.channel).where(
        notice.c.kind == "guild-card", notice.c.subject == bindparam("id"), notice.c.posted.is_not(None)
    )
)
_LIVE = and_(membership.c.guild_id == guild.c.id, membership.c.person_id == bindparam("person"), membership.c.ended_at.is_(None))
_MINE = prepared(
    select(guild.c.slug, guild.c.name, guild.c.state, membership.c.role, membership.c.state)
    .join_from(guild, membership, _LIVE)
    .where(guild.c.state != GuildState.CLOSED)
    .order_by(guild.c.name)
)
_MINE_IDS = prepared(
    select(guild.c.id, guild.c.slug, guild.c.name)
    .join_from(guild, membership, _LIVE)
    .where(guild.c.state != GuildState.CLOSED)
    .order_by(guild.c.name)
)
_BY_NAME = prepared(
    select(guild.c.id, guild.c.slug, guild.c.name).where(
        or_(guild.c.slug == bindparam("slug"), func.lower(guild.c.name) == bindparam("name", type_=String)),
        guild.c.state != GuildState.CLOSED,
    )
)
_IN_FORCE = and_(charter.c.guild_id == guild.c.id, charter.c.version == guild.c.charter)
_FIND = prepared(
    select(guild.c.slug, guild.c.name, charter.c.purpose)
    .join_from(guild, charter, _IN_FORCE)
    .where(
        guild.c.listed, guild.c.state != GuildState.CLOSED,
        or_(
            func.lower(guild.c.name).like(bindparam("like", type_=String), escape="\\"),
            func.lower(charter.c.purpose).like(bindparam("like", type_=String), escape="\\"),
        ),
    )
    .order_by(guild.c.name)
    .limit(FOUND)
)  # fmt: skip
_CARD = prepared(
    select(guild.c.slug, guild.c.name, charter.c.purpose, charter.c.norms, charter.c.value_words, guild.c.emoji, guild.c.state)
    .join_from(guild, charter, _IN_FORCE)
    .where(guild.c.id == bindparam("id"))
)
_ROOMS = prepared(
    select(space.c.platform, space.c.external_id, space.c.name, chapter.c.channel, func.coalesce(room.c.name, ""))
    .join_from(chapter, space, space.c.id == chapter.c.space_id)
    .join(room, and_(room.c.space_id == chapter.c.space_id, room.c.channel == chapter.c.channel), isouter=True)
    .where(chapter.c.guild_id == bindparam("guild"), chapter.c.state != ChapterState.CLOSED, chapter.c.agreed_by.is_not(None))
    .order_by(chapter.c.id)
)
_HOW_MANY = prepared(
    select(func.count(membership.c.id)).where(membership.c.guild_id == bindparam("guild"), membership.c.ended_at.is_(None))
)
_MEMBERS = prepared(
    select(SHOWN_NAME, membership.c.role, membership.c.state)
    .join_from(membership, person, person.c.id == membership.c.person_id)
    .join(account, account.c.id == membership.c.account_id)
    .where(membership.c.guild_id == bindparam("guild"), membership.c.ended_at.is_(None))
    .order_by(func.lower(SHOWN_NAME))
    .limit(200)
)
_LOG = prepared(
    select(log_entry.c.at, SHOWN_NAME, log_entry.c.act, log_entry.c.subject)
    .join_from(log_entry, account, account.c.id == log_entry.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(log_entry.c.guild_id == bindparam("guild"))
    .order_by(log_entry.c.id.desc())
    .limit(5)
)
_NEXT_DIGEST = prepared(
    select(occurrence.c.due_at)
    .join_from(occurrence, schedule, schedule.c.id == occurrence.c.schedule_id)
    .where(
        schedule.c.guild_id == bindparam("guild"), schedule.c.what == "digest", schedule.c.ended_at.is_(None),
        occurrence.c.state == OccurrenceState.DUE,
    )
    .order_by(occurrence.c.due_at)
    .limit(1)
)  # fmt: skip
_IS_MEMBER = prepared(
    select(membership.c.role).where(
        membership.c.guild_id == bindparam("guild"), membership.c.person_id == bindparam("person"), membership.c.ended_at.is_(None)
    )
)
_OPEN_CHAPTERS = prepared(
    select(chapter.c.id, chapter.c.zone).where(
        chapter.c.guild_id == bindparam("guild"), chapter.c.state != ChapterState.CLOSED, chapter.c.agreed_by.is_not(None)
    )
)
_OF_ROOM = prepared(
    select(guild.c.id, guild.c.name)
    .join_from(chapter, guild, guild.c.id == chapter.c.guild_id)
    .where(chapter.c.space_id == bindparam("space"), chapter.c.channel == bindparam("channel"), chapter.c.state != ChapterState.CLOSED)
)
_ZONE = prepared(select(guild.c.zone).where(guild.c.id == bindparam("guild")))
