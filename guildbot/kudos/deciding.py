"""Second thoughts: the giver takes back or adds words, a receiver hides, shares or keeps."""

from __future__ import annotations

from guildbot import codes, people, phrases
from guildbot.kinds import Visibility
from guildbot.kudos import statements as sql
from guildbot.kudos.outcomes import MOST_WORDS, Hidden, Shown, Withdrawn, WordsAdded
from guildbot.kudos.standing import must_stand, receivers_of, still_standing, thanked_in, unpost, widest
from guildbot.refusals import NoLonger, Refused, missing, refuse_if, too_long
from guildbot.work import Work


def withdraw(work: Work, id: int) -> Withdrawn:
    """The giver takes thanks back: unsent notices drop, posts go. Pressed twice it stays taken back."""
    found = work.first(sql.GIVEN, id=id)
    if found is None or found[1] != work.actor.person:
        raise Refused(NoLonger())
    work.do(sql.WITHDRAW, id=id, now=work.now)
    unpost(work, id)
    return Withdrawn(id)


def hide(work: Work, id: int) -> Hidden:
    """A receiver wants it nowhere, not on their own page either."""
    mine_to_decide(work, id)
    work.do(sql.HIDE, kudos_id=id, person=work.actor.person, now=work.now)
    show_or_unshow_again(work, id)
    return Hidden(id)


def share(work: Work, id: int, shown: Visibility) -> Shown:
    """A receiver's word on who may see this one; never wider than the giver wished. To say so is to keep it (rule P8)."""
    mine_to_decide(work, id)
    opened = widest(work, id, must_stand(work, id)) is Visibility.ME is not shown
    work.do(sql.SHARE, kudos_id=id, person=work.actor.person, shown=shown, decided=work.now if opened else None, now=work.now)
    show_or_unshow_again(work, id)
    return Shown(id, shown)


def choose(work: Work, id: int, shown: Visibility) -> people.ThanksChosen:
    """The answer to the question a notice carries: who may see thanks to me, these and later ones."""
    share(work, id, shown)
    return people.choose_thanks(work, shown)


def add_words(work: Work, id: int, words: str) -> WordsAdded:
    """A sentence to a nod, or “what it changed” to short thanks: the receivers get it as a worded kudos."""
    words = phrases.clean(words)
    found = must_stand(work, id)
    if found.giver.person != work.actor.person:
        raise Refused(NoLonger())
    reason = f"{found.reason}\n{words}" if found.reason else words
    refuse_if(missing(words), too_long(reason, MOST_WORDS), codes.aloud(work, words))
    named = tuple(known.said() for known in thanked_in(work, id))  # who hid it is their own affair
    if found.reason and found.reason.endswith(words):  # the form was sent twice
        return WordsAdded(id, named)
    work.do(sql.REWORD, id=id, reason=reason)
    blocking = people.blocking(work)
    for known in receivers_of(work, id):
        if known.person in blocking:
            work.do(sql.HIDE, kudos_id=id, person=known.person, now=work.now)
        elif not work.first(sql.STILL_OWED, id=id, account=known.account):  # what they have not read yet comes with these words
            people.tell(work, known.account, "kudos", id)
    show_or_unshow_again(work, id)
    return WordsAdded(id, named)


def withdraw_from_bot(work: Work, account_id: int) -> None:
    """An account turned out to be a bot (rule K1), or nobody's here: take back what it was given, tell the givers, and what it gave."""
    work.do(sql.DROP_OWED, account=account_id, why="nobody to read it")
    for id, giver, reason in work.all(sql.TO_BOT, account=account_id):
        work.do(sql.WITHDRAW, id=id, now=work.now)
        unpost(work, id)
        if reason is not None:
            people.tell(work, giver, "to-a-bot", id, waited_for=True)
    for (id,) in work.all(sql.BY_BOT, account=account_id):
        work.do(sql.WITHDRAW, id=id, now=work.now)
        unpost(work, id)
    work.do(sql.NO_SECONDS, account=account_id)


def mine_to_decide(work: Work, id: int) -> None:
    if still_standing(work, id) is None or work.actor.person not in {known.person for known in receivers_of(work, id)}:
        raise Refused(NoLonger())


def show_or_unshow_again(work: Work, id: int) -> None:
    """After a receiver changed their mind: post what may now stand under the message, take away what may not."""
    found = must_stand(work, id)
    if found.message is None or found.space is None or found.channel is None or found.reason is None:
        return
    if widest(work, id, found) is not Visibility.MESSAGE:
        unpost(work, id)
    elif not work.all(sql.STANDS_OR_COMES, id=id):
        work.tell("kudos-post", id, room=(found.space, found.channel), under=found.message)
