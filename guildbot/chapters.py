"""Chapters: a guild's presence in one channel of one Space. A second Space needs a steward's yes, and every member is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import and_, bindparam, func, insert, select, update

from guildbot import calendar, guilds, people, spaces
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, chapter, guild, membership, room, space
from guildbot.kinds import ChapterState, GuildState, Role
from guildbot.refusals import InAChannel, NoLonger, Refused
from guildbot.who import Person, Quote, Room
from guildbot.words import Phrase, Say, m
from guildbot.work import Work


@dataclass(frozen=True, slots=True)
class Opening:
    """A channel is to become a chapter. `agreed`: a steward asked, so nobody has to be."""

    guild: str
    agreed: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.agreed:
            return (say(m("{guild} opens here with its first post."), guild=Quote(self.guild)),)
        return (say(m("A caretaker of {guild} is asked; it opens here with their yes."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Agreed:
    guild: str
    room: Room

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{guild} opens in {room}. Every member is told who now reads along."), guild=Quote(self.guild), room=self.room),)


@dataclass(frozen=True, slots=True)
class Declined:
    guild: str
    room: Room

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{room} stays as it is."), room=self.room),)


@dataclass(frozen=True, slots=True)
class Closed:
    guild: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{guild} is closed in this channel. Members and record stay."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class SaidYes:
    """What a steward is asked."""

    chapter: int
    guild: str
    asked_by: Person
    room: Room

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(
                m("{who} would like {guild} to be at home in {room} too. Those who read there would read along."),
                who=self.asked_by,
                guild=Quote(self.guild),
                room=self.room,
            ),
        )


@dataclass(frozen=True, slots=True)
class Readers:
    """Told to every member: which Spaces now read along."""

    guild: str
    new: Room
    rooms: tuple[Room, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("{guild} now also lives in {room}."), guild=Quote(self.guild), room=self.new),
            say(m("Who reads along: {rooms}."), rooms=tuple(dict.fromkeys(Quote(one.space_name) for one in self.rooms))),
        )


@dataclass(frozen=True, slots=True)
class NotLetIn:
    """The bot is not in the channel it should open."""

    guild: str
    room: Room
    chapter: int

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("I could not post in {room} yet, so {guild} is not open there."), room=self.room, guild=Quote(self.guild)),
            say(m("Invite me there (/invite @guildbot), or let me read and write in it; then try again.")),
        )


@dataclass(frozen=True, slots=True)
class NotYet:
    sentence: ClassVar[str] = m("{guild} still needs {missing} more to found it; after that it can open elsewhere.")
    guild: str
    missing: int


@dataclass(frozen=True, slots=True)
class OpenAlready:
    sentence: ClassVar[str] = m("{guild} is open in this channel already.")
    guild: str


@dataclass(frozen=True, slots=True)
class NoChapterHere:
    sentence: ClassVar[str] = m("No guild is at home in this channel.")


@dataclass(frozen=True, slots=True)
class StewardsClose:
    sentence: ClassVar[str] = m("Closing a channel of {guild} is for its caretakers.")
    guild: str


WISH_LASTS = timedelta(days=14)
Outcome = Opening | Agreed | Declined | Closed
Sent = SaidYes | Readers | NotLetIn


def open_here(work: Work, name: str) -> Opening:
    """Ask for the guild to be at home in the caller's channel."""
    space_id, channel = work.room
    id, slug, called = guilds.which(work, name) if name.strip() else guilds.only_one(work)
    if not guilds.is_member(work, id):
        raise guilds.not_a_member(called, slug)
    if (home := guilds.of_room(work, space_id, channel)) is not None:
        raise Refused(OpenAlready(called) if home[0] == id else guilds.RoomTaken(home[1]))
    shown = guilds.card(work, id)
    if shown.state is GuildState.STARTING:
        raise Refused(NotYet(called, shown.missing_founders))
    spaces.know_room(work)
    steward = guilds.may_care(work, id)
    (made,) = work.one(
        _ASK, guild_id=id, space_id=space_id, channel=channel, zone=work.actor.zone or guilds.zone_of(work, id), state=ChapterState.OPENING,
        asked_by=work.actor.account, asked_at=work.now, agreed_by=None,
    )  # fmt: skip
    if steward:
        _agree(work, made, id)
    else:
        for (account_id,) in work.all(_STEWARDS, guild=id):
            people.tell(work, account_id, "chapter-asked", made, waited_for=True)
    return Opening(called, steward)


def agree(work: Work, id: int) -> Agreed:
    """A steward's yes."""
    guild_id, name, where = _waiting(work, id)
    _agree(work, id, guild_id)
    return Agreed(name, where)


def decline(work: Work, id: int) -> Declined:
    """A steward's “not now”: silent, the channel stays free."""
    _, name, where = _waiting(work, id)
    work.do(_CLOSE, id=id, now=work.now)
    return Declined(name, where)


def close_here(work: Work) -> Closed:
    if work.here is None or work.here.channel is None:
        raise Refused(InAChannel())
    if work.here.guild is None or work.here.chapter is None:
        return _take_back(work)
    home = work.here.guild
    if not guilds.may_care(work, home.id):
        raise Refused(StewardsClose(home.name))
    work.do(_CLOSE, id=work.here.chapter, now=work.now)
    calendar.end_schedules(work, chapter=work.here.chapter)
    guilds.log(work, home.id, "closed-channel", f"{work.here.space_name}/{work.here.channel}")
    return Closed(home.name)


def _take_back(work: Work) -> Closed:
    """Whoever wished for a chapter in the caller's channel wishes it no more, while no caretaker has answered."""
    space_id, channel = work.room
    found = work.first(_MY_WISH, space=space_id, channel=channel, person=work.actor.person)
    if found is None:
        raise Refused(NoChapterHere())
    work.do(_CLOSE, id=found[0], now=work.now)
    return Closed(found[1])


def lapse(work: Work) -> None:
    """The clock's part: a wish that no caretaker answered frees its channel."""
    work.do(_LAPSE, before=work.now - WISH_LASTS, now=work.now)


def opened(work: Work, guild_id: int, space_id: int, channel: str) -> None:
    """The first post arrived: the chapter is open."""
    work.do(_OPENED, guild=guild_id, space=space_id, channel=channel, now=work.now)


def not_let_in(work: Work, guild_id: int, space_id: int, channel: str) -> None:
    """The first post could not be delivered: whoever asked is told to invite the bot."""
    found = work.first(_OPENING_IN, guild=guild_id, space=space_id, channel=channel)
    if found is not None:
        people.tell(work, found[1], "not-let-in", found[0], waited_for=True)


def try_again(work: Work, id: int) -> Opening:
    """[Try again] after inviting the bot."""
    found = work.first(_UNOPENED, id=id)
    if found is None or not guilds.is_member(work, found[0]):
        raise Refused(NoLonger())
    guild_id, name, space_id, channel = found
    work.tell("guild-card", guild_id, room=(space_id, channel), key=f"card:{guild_id}:{id}:{work.now:%Y%m%d%H%M}")
    return Opening(name, agreed=True)


def asked(work: Work, notice_id: int, id: int) -> SaidYes | None:
    found = work.first(_ASKED, id=id)
    if found is None:
        return None
    account_id, name, *where = found
    return SaidYes(id, name, people.by_account(work, account_id)[0].said(), Room(*where))


def readers(work: Work, notice_id: int, id: int) -> Readers | None:
    found = work.first(_ROOM, id=id)
    if found is None:
        return None
    guild_id, name, *where = found
    return Readers(name, Room(*where), guilds.card(work, guild_id).rooms)


def refused_entry(work: Work, notice_id: int, id: int) -> NotLetIn | None:
    found = work.first(_ROOM, id=id)
    return NotLetIn(found[1], Room(*found[2:]), id) if found else None


def _agree(work: Work, id: int, guild_id: int) -> None:
    work.do(_AGREE, id=id, by=work.actor.account)
    space_id, channel, zone_name = work.one(_WHERE, id=id)
    guilds.begin_digest(work, guild_id, id, zone_name)
    guilds.log(work, guild_id, "opened-channel", _name_of(work, id))
    work.tell("guild-card", guild_id, room=(space_id, channel), key=f"card:{guild_id}:{id}")
    for (account_id,) in work.all(_MEMBERS, guild=guild_id):
        people.tell(work, account_id, "readers", id)


def _waiting(work: Work, id: int) -> tuple[int, str, Room]:
    found = work.first(_WAITING, id=id)
    if found is None or not guilds.may_care(work, found[0]):
        raise Refused(NoLonger())
    guild_id, name, *where = found
    return guild_id, name, Room(*where)


def _name_of(work: Work, id: int) -> str:
    found = work.one(_ROOM, id=id)
    return f"{found[4]} #{found[6]}" if found[6] else found[4]


_ROOM_COLUMNS = (space.c.platform, space.c.external_id, space.c.name, chapter.c.channel, func.coalesce(room.c.name, ""))
_JOINED = (
    chapter.join(guild, guild.c.id == chapter.c.guild_id)
    .join(space, space.c.id == chapter.c.space_id)
    .join(room, and_(room.c.space_id == chapter.c.space_id, room.c.channel == chapter.c.channel), isouter=True)
)
_ASK = prepared(
    insert(chapter).returning(chapter.c.id), "guild_id", "space_id", "channel", "zone", "state", "asked_by", "asked_at", "agreed_by"
)
_STEWARDS = prepared(
    select(membership.c.account_id).where(
        membership.c.guild_id == bindparam("guild"), membership.c.ended_at.is_(None), membership.c.role == Role.STEWARD
    )
)
_MEMBERS = prepared(select(membership.c.account_id).where(membership.c.guild_id == bindparam("guild"), membership.c.ended_at.is_(None)))
_AGREE = prepared(update(chapter).where(chapter.c.id == bindparam("id")).values(agreed_by=bindparam("by")))
_CLOSE = prepared(update(chapter).where(chapter.c.id == bindparam("id")).values(state=ChapterState.CLOSED, closed_at=bindparam("now")))
_THIS = and_(chapter.c.guild_id == bindparam("guild"), chapter.c.space_id == bindparam("space"), chapter.c.channel == bindparam("channel"))
_OPENED = prepared(
    update(chapter).where(_THIS, chapter.c.state == ChapterState.OPENING).values(state=ChapterState.OPEN, opened_at=bindparam("now"))
)
_OPENING_IN = prepared(select(chapter.c.id, chapter.c.asked_by).where(_THIS, chapter.c.state == ChapterState.OPENING))
_UNOPENED = prepared(
    select(chapter.c.guild_id, guild.c.name, chapter.c.space_id, chapter.c.channel)
    .join_from(chapter, guild, guild.c.id == chapter.c.guild_id)
    .where(chapter.c.id == bindparam("id"), chapter.c.state == ChapterState.OPENING, chapter.c.agreed_by.is_not(None))
)
_WHERE = prepared(select(chapter.c.space_id, chapter.c.channel, chapter.c.zone).where(chapter.c.id == bindparam("id")))
_WISH = and_(chapter.c.agreed_by.is_(None), chapter.c.state == ChapterState.OPENING)
_NOT_AGREED = and_(chapter.c.id == bindparam("id"), _WISH)
_MY_WISH = prepared(
    select(chapter.c.id, guild.c.name)
    .join_from(chapter, guild, guild.c.id == chapter.c.guild_id)
    .join(account, account.c.id == chapter.c.asked_by)
    .where(
        chapter.c.space_id == bindparam("space"), chapter.c.channel == bindparam("channel"), _WISH,
        account.c.person_id == bindparam("person"),
    )
)  # fmt: skip
_LAPSE = prepared(
    update(chapter).where(_WISH, chapter.c.asked_at <= bindparam("before")).values(state=ChapterState.CLOSED, closed_at=bindparam("now"))
)
_WAITING = prepared(select(chapter.c.guild_id, guild.c.name, *_ROOM_COLUMNS).select_from(_JOINED).where(_NOT_AGREED))
_ASKED = prepared(select(chapter.c.asked_by, guild.c.name, *_ROOM_COLUMNS).select_from(_JOINED).where(_NOT_AGREED))
_ROOM = prepared(
    select(chapter.c.guild_id, guild.c.name, *_ROOM_COLUMNS)
    .select_from(_JOINED)
    .where(chapter.c.id == bindparam("id"), chapter.c.state != ChapterState.CLOSED)
)
