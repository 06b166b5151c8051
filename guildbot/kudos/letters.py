"""What the courier says of kudos, looked up when it goes: consent is read here."""

from __future__ import annotations

from guildbot import people
from guildbot.kinds import Visibility
from guildbot.kudos import statements as sql
from guildbot.kudos.deciding import show_or_unshow_again
from guildbot.kudos.outcomes import Arrived, Nods, Posted, ReceiverIsABot, ReceiverIsElsewhere, Unposted
from guildbot.kudos.standing import receivers_of, shown_for, still_standing, thanked_in, unpost, widest
from guildbot.who import AccountRef, Person, Room
from guildbot.work import Work


def arrived(work: Work, notice_id: int, id: int) -> Arrived | None:
    (to,) = work.one(sql.NOTICE_TO, id=notice_id)
    found = still_standing(work, id)
    if found is None or found.reason is None or to is None:
        return None
    me = next((known for known in receivers_of(work, id) if known.account == to), None)
    if me is None:
        return None
    (unkept,) = work.one(sql.IS_UNKEPT, id=id, account=to)
    shown = shown_for(work, id, to)
    beside = (people.by_account(work, account_id)[0] for (account_id,) in work.all(sql.READ_BESIDE, id=id))
    others = tuple(known.said() for known in beside if known.person != me.person)
    question = not unkept and me.thanks is None and found.guild is not None and not found.privately
    return Arrived(
        id, found.giver.said(), found.reason, found.value, found.guild, found.link, others, shown, question, found.privately, unkept
    )


def nods(work: Work, notice_id: int, account_id: int) -> Nods | None:
    (gathered_at,) = work.one(sql.GATHERED, id=notice_id)
    rows = work.all(sql.NODS, account=account_id, now=gathered_at or work.now)
    givers = tuple(Person(id, name, AccountRef(platform, realm, external)) for id, name, platform, realm, external in rows)
    return Nods(givers, unkept=work.first(sql.HAS_UNKEPT_NODS, account=account_id) is not None) if givers else None


def seconds(work: Work, notice_id: int, id: int) -> Nods | None:
    found = still_standing(work, id)
    if found is None:
        return None
    (to,) = work.one(sql.NOTICE_TO, id=notice_id)
    themselves = {found.giver.person, *(known.person for known in thanked_in(work, id))}  # since two accounts became one person
    rows = [row for row in work.all(sql.SECONDS, id=id, account=to) if row[0] not in themselves]
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


def correct(work: Work, id: int, why: str) -> None:
    """Somebody named in these thanks was forgotten: a post that may still stand says so, any other goes. Once for each reason."""
    if not _may_stand(work, id):
        unpost(work, id)
        return
    for space_id, channel in work.all(sql.POSTS_TO_CORRECT, id=id):
        if space_id is not None and channel is not None:
            work.tell("kudos-update", id, room=(space_id, channel), key=f"kudos-update:{id}:{why}:{space_id}:{channel}")


def post_anew(work: Work, id: int, why: str) -> None:
    """Who was thanked in it has changed: a post that may still stand says so, one that may not goes, one that may stand again comes."""
    correct(work, id, why)
    if _may_stand(work, id):
        show_or_unshow_again(work, id)


def corrected(work: Work, notice_id: int, id: int) -> Posted | None:
    """None when nothing is posted that could be changed."""
    return posted(work, notice_id, id) if work.all(sql.POSTS, id=id) else None


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
