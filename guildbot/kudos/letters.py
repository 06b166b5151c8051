"""What the courier says of kudos, looked up when it goes: consent is read here."""

from __future__ import annotations

from guildbot.kinds import Visibility
from guildbot.kudos import statements as sql
from guildbot.kudos.outcomes import Arrived, Nods, Posted, ReceiverIsABot, ReceiverIsElsewhere, Unposted
from guildbot.kudos.standing import receivers_of, shown_for, still_standing, unpost, widest
from guildbot.who import AccountRef, Person, Room
from guildbot.work import Work


def arrived(work: Work, notice_id: int, id: int) -> Arrived | None:
    (to,) = work.one(sql.NOTICE_TO, id=notice_id)
    found = still_standing(work, id)
    if found is None or found.reason is None or to is None:
        return None
    receivers = {known.account: known for known in receivers_of(work, id)}
    me = receivers.pop(to, None)
    if me is None:
        return None
    shown = shown_for(work, id, to)
    others = tuple(known.said() for known in receivers.values())
    question = me.thanks is None and found.guild is not None and not found.privately
    return Arrived(id, found.giver.said(), found.reason, found.value, found.guild, found.link, others, shown, question, found.privately)


def nods(work: Work, notice_id: int, account_id: int) -> Nods | None:
    (gathered_at,) = work.one(sql.GATHERED, id=notice_id)
    rows = work.all(sql.NODS, account=account_id, now=gathered_at or work.now)
    givers = tuple(Person(id, name, AccountRef(platform, realm, external)) for id, name, platform, realm, external in rows)
    return Nods(givers) if givers else None


def seconds(work: Work, notice_id: int, id: int) -> Nods | None:
    if still_standing(work, id) is None:
        return None
    rows = work.all(sql.SECONDS, id=id)
    givers = tuple(Person(id, name, AccountRef(platform, realm, external)) for id, name, platform, realm, external in rows)
    return Nods(givers) if givers else None


def posted(work: Work, notice_id: int, id: int) -> Posted | None:
    found = still_standing(work, id)
    if found is None or found.reason is None or widest(work, id, found) is not Visibility.MESSAGE:
        return None
    to = tuple(known.said() for known in receivers_of(work, id))
    return Posted(id, found.giver.said(), to, found.reason, found.value, found.emoji)


def post_stands(work: Work, id: int) -> None:
    """A post of these thanks was delivered; when it may no longer stand, because somebody decided meanwhile, it goes again."""
    if not _may_stand(work, id):
        unpost(work, id)


def _may_stand(work: Work, id: int) -> bool:
    found = still_standing(work, id)
    return found is not None and widest(work, id, found) is Visibility.MESSAGE


def unposted(work: Work, notice_id: int, posted_notice: int) -> Unposted | None:
    found = work.first(sql.WHERE_POSTED, id=posted_notice)
    if found is None:
        return None
    platform, space_id, space_name, channel, where, id = found
    if where is None or _may_stand(work, id):
        return None
    return Unposted(Room(platform, space_id, space_name, channel or ""), where.split("/", 1)[1])


def to_a_bot(work: Work, notice_id: int, id: int) -> ReceiverIsABot | ReceiverIsElsewhere:
    bots, (reason,) = work.all(sql.BOT_NAME, id=id), work.one(sql.REASON, id=id)
    return ReceiverIsABot(", ".join(name for (name,) in bots), reason or "") if bots else ReceiverIsElsewhere(reason or "")
