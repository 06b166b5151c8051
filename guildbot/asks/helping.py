"""Help and what it changed: seen beyond the two only once its receiver confirms it (rule H1)."""

from __future__ import annotations

import re

from guildbot import codes, people, phrases
from guildbot.asks import statements as sql
from guildbot.asks.cards import card
from guildbot.asks.outcomes import MOST_WORDS, Confirmed, Dropped, Noted, NoteWhom
from guildbot.kinds import HelpState
from guildbot.refusals import NoLonger, Refused, missing, refuse_if, too_long
from guildbot.who import AccountRef
from guildbot.work import Known, Work


def note(work: Work, who: AccountRef | str | None, what: str) -> Noted:
    """The helper records help; it counts for nobody else before the receiver confirms."""
    what = re.sub(r"^with\s+", "", phrases.clean(what), flags=re.IGNORECASE)  # “note @dele with the form”
    if who is None or not what:
        raise Refused(NoteWhom())
    refuse_if(too_long(what, MOST_WORDS), codes.aloud(work, what))
    (ref,) = people.named(work, [who])
    receiver, _, bot = people.meet(work, ref, typed=True)
    if receiver.person == work.actor.person or bot:
        raise Refused(NoteWhom())
    (made,) = work.one(
        sql.HELP, ask_id=None, guild_id=work.here.guild.id if work.here and work.here.guild else None,
        space_id=work.here.space if work.here else None, helper_id=work.actor.account, receiver_id=receiver.account,
        what=what, changed=None, state=HelpState.NOTED, noted_at=work.now,
    )  # fmt: skip
    if receiver.blocks:
        work.do(sql.HIDE_HELP, id=made, now=work.now)
    else:
        people.tell(work, receiver.account, "did-it-help", made)
    return Noted(made, receiver.said(), what)


def helped_me(work: Work, who: AccountRef | str | None, what: str, changed: str) -> Confirmed:
    """The receiver records help themselves, with what it changed: nothing is left to confirm."""
    what, changed = phrases.clean(what), phrases.clean(changed)
    refuse_if(
        NoteWhom() if who is None or not what else None,
        missing(changed),
        too_long(what, MOST_WORDS),
        too_long(changed, MOST_WORDS),
        codes.aloud(work, what, changed),
    )
    helper, _, bot = people.meet(work, people.named(work, [who] if who else [])[0], typed=True)
    if helper.person == work.actor.person or bot:
        raise Refused(NoteWhom())
    (made,) = work.one(
        sql.HELP, ask_id=None, guild_id=work.here.guild.id if work.here and work.here.guild else None,
        space_id=work.here.space if work.here else None, helper_id=helper.account, receiver_id=work.actor.account,
        what=what, changed=None, state=HelpState.NOTED, noted_at=work.now,
    )  # fmt: skip
    return confirm(work, made, changed)


def confirm(work: Work, help_id: int, changed: str) -> Confirmed:
    """What the help changed, in the receiver's words; the helper reads them, and so does the digest."""
    changed = phrases.clean(changed)
    helper = _my_help(work, help_id)
    refuse_if(missing(changed), too_long(changed, MOST_WORDS), codes.aloud(work, changed))
    work.do(sql.SETTLE, id=help_id, state=HelpState.CONFIRMED, changed=changed, now=work.now)
    people.tell(work, helper.account, "help-confirmed", help_id)
    ask_id = work.one(sql.HELP_OF, id=help_id)[0]
    still_open = ask_id is not None and card(work, ask_id).open
    return Confirmed(help_id, helper.said(), changed, ask_id if still_open else None)


def drop(work: Work, help_id: int) -> Dropped:
    """[Not this time]: silent."""
    _my_help(work, help_id)
    work.do(sql.SETTLE, id=help_id, state=HelpState.DROPPED, changed=None, now=work.now)
    return Dropped(help_id)


def _my_help(work: Work, help_id: int) -> Known:
    found = work.first(sql.HELP_OF, id=help_id)
    if found is None or found[4] is not HelpState.NOTED or people.by_account(work, found[2])[0].person != work.actor.person:
        raise Refused(NoLonger())
    return people.by_account(work, found[1])[0]
