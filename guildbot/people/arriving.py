"""The caller made known, and an account as the ledger knows it."""

from __future__ import annotations

from typing import Any

from guildbot.kinds import SpaceKind
from guildbot.people import statements as sql
from guildbot.people.outcomes import NotMetHere
from guildbot.phrases import one_line
from guildbot.refusals import Refused
from guildbot.who import AccountRef, Caller
from guildbot.work import GuildHere, Here, Known, Work


def arrive(work: Work, caller: Caller) -> None:
    """Make the caller known (a first sight makes a Person) and find where they stand: two statements for whoever was here before."""
    ref, place = caller.account, caller.place
    said = {
        "platform": ref.platform, "realm": ref.realm, "external_id": ref.id, "name": one_line(ref.name)[:80],
        "sure": ref.bot is not None, "locale": ref.locale, "now": work.now,
        "place_platform": place.platform if place else "", "place_space": place.space if place else "",
    }  # fmt: skip
    if not work.do(sql.ARRIVE, **said):
        _make(work, ref)
        work.do(sql.ARRIVE, **said)
    _stand(work, caller, work.one(sql.ARRIVED_ALONE, **_spot(caller)))


def recognise(work: Work, caller: Caller) -> bool:
    """As `arrive`, changing nothing; False when nobody has seen the caller yet."""
    row = work.first(sql.ARRIVED, **_spot(caller))
    if row is not None:
        _stand(work, caller, row)
    return row is not None


def _spot(caller: Caller) -> dict[str, str]:
    ref, place = caller.account, caller.place
    return {
        "platform": ref.platform, "realm": ref.realm, "external_id": ref.id,
        "place_platform": place.platform if place else "", "place_space": place.space if place else "",
        "place_channel": place.channel or "" if place else "",
    }  # fmt: skip


def _stand(work: Work, caller: Caller, row: tuple[Any, ...]) -> None:
    place = caller.place
    work.actor = _known(caller.account, row[:10])
    space_id, space_name, greeted, chapter_id, guild_id, slug, guild_name, state, emoji = row[10:]
    if place is not None and space_id is not None:
        home = GuildHere(guild_id, slug, guild_name, state, emoji) if guild_id is not None else None
        work.here = Here(
            space_id, place.platform, space_name, place.channel, place.channel_name, greeted is not None, caller.admin, chapter_id, home
        )


def meet(work: Work, ref: AccountRef, *, typed: bool = False) -> tuple[Known, SpaceKind | None, bool | None]:
    """An account as the ledger knows it, made known at first sight; with the kind of its Space and whether it is a bot.

    `typed`: only an id was written, which anybody can; whoever is known under it has to be near. A realm's ids are its own
    people's, and where the payload says more than the id, the platform knows them in this place.
    """
    here = work.here.space if work.here else None
    asked = {"platform": ref.platform, "realm": ref.realm, "external_id": ref.id, "me": work.actor.person, "here": here}
    found = work.first(sql.KNOWN, **asked)
    if found is None:
        _make(work, ref, here)
        found = work.one(sql.KNOWN, **asked)
    elif typed and ref.bot is None and not ref.realm and not found[11] and found[1] != work.actor.person:
        raise Refused(NotMetHere(ref.id))
    known = _known(ref, found[:10])
    return known, found[10], known.bot


def by_account(work: Work, id: int) -> tuple[Known, SpaceKind | None]:
    row = work.one(sql.BY_ACCOUNT, id=id)
    return _known(AccountRef(row[11], row[12], row[13], row[2], row[9]), row[:10]), row[10]


def _make(work: Work, ref: AccountRef, space_id: int | None = None) -> None:
    (made,) = work.one(sql.NEW_PERSON, questions=True, about=[], named=False, made_at=work.now)
    work.do(
        sql.NEW_ACCOUNT, platform=ref.platform, realm=ref.realm, external_id=ref.id, person_id=made, space_id=space_id,
        name=one_line(ref.name)[:80], bot=ref.bot, locale=ref.locale, looked_up_at=work.now if ref.bot is not None else None,
    )  # fmt: skip


def _known(ref: AccountRef, row: tuple[Any, ...]) -> Known:
    account_id, person_id, name, space_id, thanks, zone_name, since, until, acted_at, bot = row
    quiet = (since, until) if since is not None and until is not None else None
    bot = ref.bot if bot is None else bot
    return Known(account_id, person_id, name or ref.name or ref.id, ref, space_id, thanks, zone_name, quiet, acted_at, bot)
