"""A kudos as it stands: who gave it, who still has it, how far it may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    return each_once(people.by_account(work, account_id)[0] for (account_id,) in work.all(sql.RECEIVERS, id=id))


def thanked_in(work: Work, id: int) -> list[Known]:
    """As the giver knows it: whoever hid it, too."""
    return each_once(people.by_account(work, account_id)[0] for (account_id,) in work.all(sql.THANKED, id=id))


def each_once(thanked: Iterable[Known]) -> list[Known]:
    """Two accounts may have become one person since (rule P3)."""
    first: dict[int, Known] = {}
    for known in thanked:
        first.setdefault(known.person, known)
    return list(first.values())


def receive(work: Work, id: int, known: Known) -> None:
    """They have it: to keep or discard when they never used the bot (rule P8), out of sight when they blocked the giver (P11)."""
    kept_at = work.now if known.acted_at is not None else None
    work.do(sql.RECEIVE, kudos_id=id, account_id=known.account, kept_at=kept_at, hidden_at=work.now if known.blocks else None)


def show_or_unshow(
    work: Work, id: int, receivers: list[Known], about: MessageRef | None, home: tuple[int, str] | None, privately: bool
) -> None:
    everybody = all(known.thanks is Visibility.MESSAGE and known.acted_at is not None and not known.blocks for known in receivers)
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
    own, usual, privately, hidden, kept = work.one(sql.SHOWN, id=id, account=account_id)
    return Visibility.ME if privately or hidden or not kept else own or usual or Visibility.ME


def narrowest(wishes: Sequence[Visibility]) -> Visibility:
    """The narrowest of several wishes; with none at all, only me."""
    order = list(Visibility)
    return max(wishes, key=order.index, default=Visibility.ME)
