"""A kudos as it stands: who gave it, who still has it, how far it may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guildbot import people
from guildbot.kinds import Visibility
from guildbot.kudos import statements as sql
from guildbot.refusals import NoLonger, Refused
from guildbot.who import MessageRef
from guildbot.work import Known, Work


@dataclass(frozen=True, slots=True)
class _Standing:
    giver: Known
    reason: str | None
    value: str | None
    privately: bool
    guild: str | None
    emoji: str
    space: int | None
    channel: str | None
    message: str | None
    link: str | None


def still_standing(work: Work, id: int) -> _Standing | None:
    row: tuple[Any, ...] | None = work.first(sql.STANDING, id=id)
    return _Standing(people.by_account(work, row[0])[0], *row[1:]) if row else None


def must_stand(work: Work, id: int) -> _Standing:
    if (found := still_standing(work, id)) is None:
        raise Refused(NoLonger())
    return found


def receivers_of(work: Work, id: int) -> list[Known]:
    return [people.by_account(work, account_id)[0] for (account_id,) in work.all(sql.RECEIVERS, id=id)]


def show_or_unshow(
    work: Work, id: int, receivers: list[Known], about: MessageRef | None, home: tuple[int, str] | None, privately: bool
) -> None:
    everybody = all(known.thanks is Visibility.MESSAGE for known in receivers)
    in_a_room = work.here is not None and work.here.channel is not None
    if about is not None and home is not None and everybody and in_a_room and not privately:
        work.tell("kudos-post", id, room=(work.room[0], about.channel), under=about.id, key=f"post:{id}")


def unpost(work: Work, id: int) -> None:
    for notice_id, space_id, channel in work.all(sql.POSTS, id=id):
        if space_id is not None and channel is not None:
            work.tell("unpost", notice_id, room=(space_id, channel))


def widest(work: Work, id: int, found: _Standing) -> Visibility:
    """The narrowest of all its receivers' words: a joint thank-you is shown only as far as everyone wishes."""
    if found.privately or found.guild is None:
        return Visibility.ME
    return narrowest([shown_for(work, id, account_id) for (account_id,) in work.all(sql.THANKED, id=id)])


def shown_for(work: Work, id: int, account_id: int) -> Visibility:
    own, usual, privately, hidden = work.one(sql.SHOWN, id=id, account=account_id)
    return Visibility.ME if privately or hidden else own or usual or Visibility.ME


def narrowest(wishes: Sequence[Visibility]) -> Visibility:
    """The narrowest of several wishes; with none at all, only me."""
    order = list(Visibility)
    return max(wishes, key=order.index, default=Visibility.ME)
