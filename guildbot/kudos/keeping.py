"""Thanks to somebody who never used the bot: theirs to keep or to discard; what nobody keeps is gone after 30 days (rule P8)."""

from __future__ import annotations

from guildbot.kinds import Visibility
from guildbot.kudos import statements as sql
from guildbot.kudos.deciding import mine_to_decide, show_or_unshow_again
from guildbot.kudos.outcomes import KEEP_WITHIN, Discarded, ThanksKept
from guildbot.kudos.standing import must_stand, unpost, widest
from guildbot.refusals import NoLonger, Refused
from guildbot.work import Work

AT_ONCE = 500  # a quarter of an hour later there are more


def keep(work: Work, id: int) -> ThanksKept:
    """[Keep]: from now on it is as any other; who may see it is asked next. Pressed twice it stays kept."""
    mine_to_decide(work, id)
    kept, found = work.do(sql.KEEP, kudos_id=id, person=work.actor.person, now=work.now), must_stand(work, id)
    if kept and widest(work, id, found) is not Visibility.ME:  # they said before who may see thanks to them
        work.do(sql.DECIDED, kudos_id=id, person=work.actor.person, now=work.now)
        show_or_unshow_again(work, id)
    return ThanksKept(id, question=work.actor.thanks is None and found.guild is not None and not found.privately)


def discard(work: Work, id: int) -> Discarded:
    """[Discard]: the caller's side of it is gone, and the words too when nobody else was thanked in them."""
    if not work.do(sql.DISCARD, kudos_id=id, person=work.actor.person):
        raise Refused(NoLonger())
    if not _let_go(work, id):
        show_or_unshow_again(work, id)
    return Discarded()


def keep_all(work: Work) -> None:
    """[I agree] to a charter: whoever is one of us keeps what they were thanked for before. It stays theirs alone until they share it."""
    work.do(sql.KEEP_ALL, person=work.actor.person, now=work.now, shown=Visibility.ME)


def keep_nods(work: Work) -> ThanksKept:
    """[Keep] under quick thanks: all that came so far."""
    work.do(sql.KEEP_NODS, person=work.actor.person, now=work.now)
    return ThanksKept(0, question=False)


def discard_nods(work: Work) -> Discarded:
    for id, account_id in work.all(sql.UNKEPT_NODS, person=work.actor.person):
        work.do(sql.DROP_RECEIPT, kudos_id=id, account_id=account_id)
        _let_go(work, id)
    return Discarded()


def lapse(work: Work) -> None:
    """The clock's part: thirty days without [Keep]."""
    for id, account_id in work.all(sql.UNKEPT, before=work.now - KEEP_WITHIN, most=AT_ONCE):
        work.do(sql.DROP_RECEIPT, kudos_id=id, account_id=account_id)
        _let_go(work, id)


def _let_go(work: Work, id: int) -> bool:
    """Where nobody has it any more nothing of the words stays: not in the ledger, in no post and in no notice."""
    if not work.do(sql.FORGET_WORDS, id=id, now=work.now):
        return False
    work.do(sql.NOBODY_KEPT, id=id, why="nobody kept it")
    unpost(work, id)
    return True
