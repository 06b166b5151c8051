"""Which guild is meant, and who is in it."""

from __future__ import annotations

import re
import unicodedata

from guildbot import phrases
from guildbot.guilds import statements as sql
from guildbot.guilds.outcomes import InNone, NoSuchGuild, NotAMember, WhichOne
from guildbot.kinds import Admission, GuildState, Role
from guildbot.refusals import Refused
from guildbot.who import Command
from guildbot.work import Work


def which(work: Work, name: str, *, invited_to: int | None = None) -> tuple[int, str, str]:
    """The guild meant: by name or slug; without one the channel's, else the caller's only one. Id, slug, name.

    One that does not wish to be found is known to its members, in its channels, and to whoever is invited or waits to join.
    """
    name = phrases.one_line(name)
    if not name and work.here is not None and work.here.guild is not None:
        home = work.here.guild
        return home.id, home.slug, home.name
    if not name:
        return only_one(work)
    found = work.first(sql.BY_NAME, slug=slug_of(name), name=name.lower())
    if found is None:
        raise Refused(NoSuchGuild(name))
    id, slug, called, listed = found
    here = work.here is not None and work.here.guild is not None and work.here.guild.id == id
    if not (listed or here or invited_to == id or is_member(work, id) or is_candidate(work, id)):
        raise Refused(NoSuchGuild(name))
    return id, slug, called


def of_caller(work: Work) -> list[tuple[int, str, str]]:
    """The caller's guilds: id, slug, name."""
    return work.all(sql.MINE_IDS, person=work.actor.person)


def only_one(work: Work) -> tuple[int, str, str]:
    """The caller's guild when there is just one."""
    rows = of_caller(work)
    if len(rows) == 1:
        return rows[0]
    raise Refused(WhichOne(tuple(slug for _, slug, _ in rows)) if rows else InNone())


def of_room(work: Work, space_id: int, channel: str) -> tuple[int, str] | None:
    """Whose channel this is, also while a caretaker's yes is still missing: id and name."""
    return work.first(sql.OF_ROOM, space=space_id, channel=channel)


def zone_of(work: Work, guild_id: int) -> str:
    return work.one(sql.ZONE, guild=guild_id)[0]


def not_a_member(name: str, slug: str) -> Refused:
    return Refused(NotAMember(name, Command("guild", f"join {slug}")))


def is_member(work: Work, guild_id: int, *, steward: bool = False) -> bool:
    found = work.first(sql.IS_MEMBER, guild=guild_id, person=work.actor.person)
    return found is not None and (not steward or found[0] is Role.STEWARD)


def is_candidate(work: Work, guild_id: int) -> bool:
    """Whether the caller has agreed to the charter and waits for somebody's word."""
    return bool(work.all(sql.MY_CANDIDACY, guild=guild_id, person=work.actor.person))


def way_in(work: Work, guild_id: int) -> Admission:
    """How people get in today. One that takes in nobody new still has to be founded: until then by word of mouth."""
    admission, state = work.one(sql.ADMISSION, guild=guild_id)
    return Admission.VOUCH if admission is Admission.CLOSED and state is GuildState.STARTING else admission


def may_care(work: Work, guild_id: int) -> bool:
    """Whether the caller may do what caretakers do; while a guild has none who can act, that is any of its members."""
    return is_member(work, guild_id, steward=True) or (is_member(work, guild_id) and not work.all(sql.STEWARDS, guild=guild_id))


def log(work: Work, guild_id: int, act: str, subject: str, *, by: int | None = None) -> None:
    """Enter an act of the caller's, or of the account it was."""
    work.do(sql.ENTER, guild_id=guild_id, account_id=by or work.actor.account, act=act, subject=subject[:120], at=work.now)


def slug_of(name: str) -> str:
    """`Tidewater Crew` is `tidewater-crew`; letters of other alphabets stay as they are."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", folded).strip("-_")[:40]
