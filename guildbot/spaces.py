"""Spaces: where the bot is installed, and the rooms in them it has spoken in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Integer, bindparam, case, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot import calendar, phrases
from guildbot.db.prepared import prepared
from guildbot.db.tables import chapter, notice, room, space
from guildbot.kinds import ChapterState, NoticeState, SpaceKind
from guildbot.who import Command, Quote, Room
from guildbot.words import Phrase, Say, m
from guildbot.work import Work

MOST_NAME = 100
LET_ME_IN = m("Invite me there (on Slack: /invite @guildbot), or let me read and write in it; then try again.")


@dataclass(frozen=True, slots=True)
class Installed:
    """A Space the bot is in. `fresh`: it was not there a moment ago."""

    id: int
    name: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Removed:
    """The bot left a Space: its chapters are closed, and nothing else is touched (rule G1)."""

    name: str
    chapters: int


@dataclass(frozen=True, slots=True)
class Welcome:
    """The first private message, for whoever brought the bot here."""

    space_name: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("I carry people's own words: thanks, asks for help, and what the help changed. I score nobody and read no channel.")),
            say(m("Thanks and asks work right now in {space}. A guild comes when you want one."), space=Quote(self.space_name)),
        )


@dataclass(frozen=True, slots=True)
class Tour:
    """Two weeks as they read, for whoever would like to see them before anything happens."""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(
                m("Monday. Hanne types {line} Sol reads it alone, and says who else may."),
                line=Command("kudos", "@sol for ringing instead of typing."),
            ),
            say(
                m(
                    "Tuesday. One question: what did you make easier for someone, even if they never found out? "
                    "Write or pass; what you write is yours."
                )
            ),
            say(
                m(
                    "Wednesday. Priya asks for an opening for a tenants' meeting, because half the room has stopped speaking. "
                    "Tomasz offers his."
                )
            ),
            say(
                m(
                    "Friday, ten o'clock, one message: “Tomasz helped. Nobody argued for the first twenty minutes.” "
                    "And what people agreed to show of their thanks."
                )
            ),
            say(m("The Friday after, the answers that people shared: “I moved the kettle.” (Sol)")),
            say(m("Then Hanne changes jobs. Her account goes, her guild and her record stay.")),
        )


@dataclass(frozen=True, slots=True)
class Hello:
    """The one line said in a room, once."""

    room: Room

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(
                m("Thank someone with {kudos}, ask for a hand with {ask}. I read nothing else here."),
                kudos=Command("kudos"),
                ask=Command("ask"),
            ),
        )


def install(work: Work, platform: str, external_id: str, name: str, kind: SpaceKind) -> Installed:
    """Note that the bot is in a Space; told again at every start."""
    name = phrases.one_line(name)[:MOST_NAME]
    found = work.first(_FIND, platform=platform, external_id=external_id)
    if found is None:
        (made,) = work.one(_INSTALL, platform=platform, external_id=external_id, name=name, kind=kind, holds=False, installed_at=work.now)
        return Installed(made, name, fresh=True)
    id, _, removed_at = found
    work.do(_KEEP, id=id, name=name)
    return Installed(id, name, fresh=removed_at is not None)


def remove(work: Work, platform: str, external_id: str) -> Removed | None:
    """The bot was uninstalled: close the Space's chapters, drop what we owed its channels, keep people and their record."""
    found = work.first(_FIND, platform=platform, external_id=external_id)
    if found is None or found[2] is not None:
        return None
    id, name, _ = found
    chapters = work.all(_CHAPTERS, space=id)
    for (one,) in chapters:
        work.do(_CLOSE, id=one, now=work.now)
        calendar.end_schedules(work, chapter=one)
    work.do(_DROP, space=id, why="the bot was uninstalled there")
    work.do(_REMOVE, id=id, now=work.now)
    return Removed(name, len(chapters))


def welcome(work: Work) -> None:
    """The caller installed us, or is the first to look at our home here: owe them the first message, once a Space."""
    if work.here is not None and work.do(_GREET, id=work.here.space, now=work.now):
        work.tell("welcome", work.here.space, account=work.actor.account, key=f"welcome:{work.here.space}:{work.now:%Y%m%d%H%M%S}")


def enter(work: Work, channel_name: str) -> None:
    """The bot was added to the caller's channel, or is called from it for the first time: owe it one line, once.

    A guild's first post there says more. Told again with the channel's name, the name is kept.
    """
    space_id, channel = work.room
    work.do(_ENTER, space_id=space_id, channel=channel, name=channel_name, greeted_at=work.now)
    if work.here is None or work.here.guild is None:
        work.tell("hello", space_id, room=(space_id, channel), key=f"hello:{space_id}:{channel}")


def know_room(work: Work) -> None:
    """The caller's channel by its name; a guild's first post there says more than the one line would."""
    space_id, channel = work.room
    name = work.here.channel_name if work.here else ""
    if not work.do(_ENTER, space_id=space_id, channel=channel, name=name, greeted_at=work.now) and name:
        work.do(_RENAME, space_id=space_id, channel=channel, name=name)


def called(work: Work, platform: str, external_id: str, channel: str, name: str) -> int | None:
    """A channel's name changed; an empty one means that not everybody may see it. The Space, when we know the channel by another name."""
    found = work.first(_OTHER_NAME, platform=platform, external_id=external_id, channel=channel, name=name)
    if found is None:
        return None
    work.do(_RENAME, space_id=found[0], channel=channel, name=name)
    return found[0]


def let_guilds(work: Work, allowed: bool) -> bool:
    """Whether guilds may live in the caller's channel (rule G7); False when that was so already."""
    space_id, channel = work.room
    if work.here is None or work.here.allowed is allowed:
        return False
    since = None if allowed else work.now
    work.do(_LET, space_id=space_id, channel=channel, name=work.here.channel_name, greeted_at=work.now, disallowed_at=since)
    return True


def hold(work: Work, holds: bool) -> bool:
    """Whether what is said in the caller's Space stays in it (rule G7); False when that was so already."""
    return work.here is not None and work.do(_HOLD, id=work.here.space, holds=holds) == 1


def holds(work: Work) -> bool:
    """Whether what is said in the caller's Space stays in it."""
    return work.here is not None and bool(work.all(_HOLDS, id=work.here.space))


def may_be_read(said_in: Column[Any], reading: ColumnElement[int] | None = None) -> ColumnElement[bool]:
    """What was said in a Space that holds its words is read there alone: a condition on where it was said.

    The `reading` Space is a column, or the statement's parameter `space`.
    """
    here = bindparam("space", type_=Integer) if reading is None else reading
    return or_(said_in.is_(None), said_in == here, said_in.not_in(select(_holding.c.id).where(_holding.c.holds)))


def welcome_to_send(work: Work, notice_id: int, subject: int) -> Welcome:
    (name,) = work.one(_NAME, id=subject)
    return Welcome(name)


def hello_to_send(work: Work, notice_id: int, subject: int) -> Hello | None:
    found = work.first(_HELLO, id=notice_id)
    return Hello(Room(*found)) if found else None


def tour(work: Work) -> Tour:
    return Tour()


def known(work: Work, platform: str) -> list[tuple[str]]:
    """The Spaces of a platform we believe to be in, by external id."""
    return work.all(_KNOWN, platform=platform)


_FIND = prepared(
    select(space.c.id, space.c.name, space.c.removed_at).where(
        space.c.platform == bindparam("platform"), space.c.external_id == bindparam("external_id")
    )
)
_INSTALL = prepared(insert(space).returning(space.c.id), "platform", "external_id", "name", "kind", "holds", "installed_at")
_KEEP = prepared(update(space).where(space.c.id == bindparam("id")).values(name=bindparam("name"), removed_at=None))
_REMOVE = prepared(update(space).where(space.c.id == bindparam("id")).values(removed_at=bindparam("now"), greeted_at=None))
_CHAPTERS = prepared(select(chapter.c.id).where(chapter.c.space_id == bindparam("space"), chapter.c.state != ChapterState.CLOSED))
_CLOSE = prepared(update(chapter).where(chapter.c.id == bindparam("id")).values(state=ChapterState.CLOSED, closed_at=bindparam("now")))
_DROP = prepared(
    update(notice)
    .where(notice.c.space_id == bindparam("space"), notice.c.state == NoticeState.OWED)
    .values(state=NoticeState.DROPPED, why=bindparam("why"))
)
_GREET = prepared(update(space).where(space.c.id == bindparam("id"), space.c.greeted_at.is_(None)).values(greeted_at=bindparam("now")))
_entering = upsert(room)
_ENTER = prepared(
    _entering.inline().on_conflict_do_update(
        index_elements=["space_id", "channel"],
        set_={"name": case((_entering.excluded.name != "", _entering.excluded.name), else_=room.c.name)},
    ),
    "space_id", "channel", "name", "greeted_at",
)  # fmt: skip
_RENAME = prepared(
    update(room).where(room.c.space_id == bindparam("space_id"), room.c.channel == bindparam("channel")).values(name=bindparam("name"))
)
_OTHER_NAME = prepared(
    select(space.c.id)
    .join_from(room, space, space.c.id == room.c.space_id)
    .where(
        space.c.platform == bindparam("platform"), space.c.external_id == bindparam("external_id"),
        room.c.channel == bindparam("channel"), room.c.name != bindparam("name"),
    )
)  # fmt: skip
_letting = upsert(room)
_LET = prepared(
    _letting.inline().on_conflict_do_update(
        index_elements=["space_id", "channel"], set_={"disallowed_at": _letting.excluded.disallowed_at}
    ),
    "space_id", "channel", "name", "greeted_at", "disallowed_at",
)  # fmt: skip
_HOLD = prepared(
    update(space)
    .where(space.c.id == bindparam("id"), space.c.holds != bindparam("holds", type_=Boolean))
    .values(holds=bindparam("holds", type_=Boolean))
)
_HOLDS = prepared(select(space.c.id).where(space.c.id == bindparam("id"), space.c.holds))
_holding = space.alias("holding")
_NAME = prepared(select(space.c.name).where(space.c.id == bindparam("id")))
_HELLO = prepared(
    select(space.c.platform, space.c.external_id, space.c.name, room.c.channel, room.c.name)
    .join_from(notice, space, space.c.id == notice.c.space_id)
    .join(room, (room.c.space_id == space.c.id) & (room.c.channel == notice.c.channel))
    .where(notice.c.id == bindparam("id"))
)
_KNOWN = prepared(select(space.c.external_id).where(space.c.platform == bindparam("platform"), space.c.removed_at.is_(None)))
