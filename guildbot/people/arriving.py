"""The caller made known, and an account as the ledger knows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from guildbot.kinds import SpaceKind
from guildbot.people import identity, reaching
from guildbot.people import statements as sql
from guildbot.people.outcomes import NotMetHere
from guildbot.phrases import one_line
from guildbot.refusals import Refused
from guildbot.who import GONE, AccountRef, Caller
from guildbot.words import FORMER
from guildbot.work import GuildHere, Here, Known, Work


def arrive(work: Work, caller: Caller) -> None:
    """Make the caller known (a first sight makes a Person) and find where they stand: two statements for whoever was here before."""
    ref, place = caller.account, caller.place
    said = {
        "platform": ref.platform, "realm": ref.realm, "external_id": ref.id, "name": one_line(ref.name)[:80],
        "sure": ref.bot is not None, "locale": ref.locale, "now": work.now,
        "place_platform": place.platform if place else "", "place_space": place.space if place else "",
    }  # fmt: skip
    while not work.do(sql.ARRIVE, **said):
        found = identity.back(work, ref, place.space if place else None)
        if found is None:
            _make(work, ref)
        else:
            ref = found
            caller, said["realm"] = replace(caller, account=ref), ref.realm
    row = work.one(sql.ARRIVED_ALONE, **_spot(caller))
    _stand(work, caller, row)
    space_id, (met, something_waits) = row[10], row[20:]
    if space_id is not None and met is None:
        work.do(sql.SEEN_HERE, account_id=row[0], space_id=space_id)
    if something_waits:
        reaching.wake(work, row[1])


def recognise(work: Work, caller: Caller) -> bool:
    """As `arrive`, changing nothing; False when nobody has seen the caller yet."""
    row = work.first(sql.ARRIVED, **_spot(caller))
    if row is None and (realm := identity.other_realm(work, caller.account)) is not None:
        return recognise(work, replace(caller, account=replace(caller.account, realm=realm)))
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
    space_id, space_name, greeted, disallowed, chapter_id, guild_id, slug, guild_name, state, emoji = row[10:20]
    if place is not None and space_id is not None:
        home = GuildHere(guild_id, slug, guild_name, state, emoji) if guild_id is not None else None
        work.here = Here(
            space_id, place.platform, space_name, place.channel, place.channel_name, greeted is not None, caller.admin,
            disallowed is None, chapter_id, home,
        )  # fmt: skip


def meet(work: Work, ref: AccountRef, *, typed: bool = False) -> tuple[Known, SpaceKind | None, bool | None]:
    """An account as the ledger knows it, made known at first sight; with the kind of its Space and whether it is a bot.

    `typed`: only an id was written, which anybody can; whoever is known under it has to be near. A realm's ids are its own
    people's, and where the payload says more than the id, the platform knows them in this place.
    """
    here = work.here.space if work.here else None
    asked = {"platform": ref.platform, "realm": ref.realm, "external_id": ref.id, "me": work.actor.person, "here": here}
    found = work.first(sql.KNOWN, **asked)
    if found is None:
        gone = identity.gone(work, ref)
        if gone is not None and gone.realm is not None:
            return meet(work, replace(ref, realm=gone.realm), typed=typed)
        id = gone.id if gone is not None and not gone.let_go else _make(work, ref, here)
        found = work.one(sql.KNOWN_BY_ID, id=id, me=work.actor.person, here=here)
    kind, seen_here, fellow, blocks_me = found[10:]
    only_an_id = typed and ref.bot is None and not ref.realm
    if only_an_id and not (seen_here or fellow or found[1] == work.actor.person):
        raise Refused(NotMetHere(ref.id))
    if here is not None and not seen_here and not only_an_id:
        work.do(sql.SEEN_HERE, account_id=found[0], space_id=here)
    known = _known(ref, found[:10], blocks_me)
    return known, kind, known.bot


def blocking(work: Work) -> set[int]:
    """The people whom nothing from the one who acts may reach (rule P11)."""
    return {person_id for (person_id,) in work.all(sql.BLOCKING, me=work.actor.person)}


def unheard(work: Work, account_id: int) -> set[int]:
    """The people from whom nothing may reach whoever has this account (rule P11)."""
    return {person_id for (person_id,) in work.all(sql.UNHEARD, account=account_id)}


def by_account(work: Work, id: int) -> tuple[Known, SpaceKind | None]:
    row = work.one(sql.BY_ACCOUNT, id=id)
    return _known(AccountRef(row[11], row[12], row[13], row[2], row[9]), row[:10]), row[10]


def _make(work: Work, ref: AccountRef, space_id: int | None = None) -> int:
    """A new Person with this account; answers with the account. `space_id`: the Space in which they were named."""
    (made,) = work.one(sql.NEW_PERSON, questions=True, about=[], named=False, reminder=False, introductions=False, made_at=work.now)
    (id,) = work.one(
        sql.NEW_ACCOUNT, platform=ref.platform, realm=ref.realm, external_id=ref.id, person_id=made, space_id=space_id,
        name=one_line(ref.name)[:80], bot=ref.bot, locale=ref.locale, looked_up_at=work.now if ref.bot is not None else None,
    )  # fmt: skip
    if space_id is not None:
        work.do(sql.SEEN_HERE, account_id=id, space_id=space_id)
    return id


def _known(ref: AccountRef, row: tuple[Any, ...], blocks_me: bool = False) -> Known:
    account_id, person_id, name, space_id, thanks, zone_name, since, until, acted_at, bot = row
    quiet = (since, until) if since is not None and until is not None else None
    bot = ref.bot if bot is None else bot
    name = name or ref.name or (FORMER if ref.id.startswith(GONE) else ref.id)
    return Known(account_id, person_id, name, ref, space_id, thanks, zone_name, quiet, acted_at, bot, blocks_me)
