"""Giving: thanks in words, once, to people who are people, in the right guild."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from guildbot import calendar, codes, people, phrases
from guildbot.kudos import statements as sql
from guildbot.kudos.outcomes import (
    BURST,
    BURST_SPAN,
    MOST_PEOPLE,
    MOST_WORDS,
    NO_GUILD,
    SAME_WORDS,
    BotsCannot,
    Burst,
    KudosGiven,
    NobodyNamed,
    NoSuchGuildOfYours,
    NotAValue,
    OnlyYourself,
    SaidAlready,
    TooMany,
    WhichGuild,
)
from guildbot.kudos.standing import receive, show_or_unshow
from guildbot.refusals import Refused, missing, refuse_if, too_long
from guildbot.who import AccountRef, MessageRef
from guildbot.work import Known, Work


def give(
    work: Work,
    to: Sequence[AccountRef | str],
    reason: str,
    *,
    value: str | None = None,
    privately: bool = False,
    guild: str | None = None,
    about: MessageRef | None = None,
    again: bool = False,
) -> KudosGiven | SaidAlready:
    """Thank people in words. `guild` is a slug, `NO_GUILD`, or None for the channel's, else the one that all share."""
    reason = phrases.clean(reason)
    if value is None:
        reason, value = phrases.value_word(reason)
    value = phrases.word(value or "") or None
    to = list(dict.fromkeys(to))
    refuse_if(TooMany(len(to)) if len(to) > MOST_PEOPLE else None)  # before anybody is looked for
    if work.actor.bot:
        raise Refused(BotsCannot(work.actor.name))
    refs = dict.fromkeys(people.named(work, to))
    met = {known.person: (known, kind, bot) for known, kind, bot in (people.meet(work, ref, typed=True) for ref in refs)}
    without_self = met.pop(work.actor.person, None) is not None
    refuse_if(
        *(BotsCannot(known.name) for known, _, bot in met.values() if bot),
        None if met else (OnlyYourself() if without_self else NobodyNamed()),
        missing(reason),
        too_long(reason, MOST_WORDS),
        codes.aloud(work, reason),
    )
    receivers = [known for known, _, _ in met.values()]
    mark = _fingerprint(receivers, reason)
    before = work.all(
        sql.BEFORE, person=work.actor.person, since=work.now - BURST_SPAN, just=work.now - SAME_WORDS, mark=mark, other=receivers[0].person
    )
    lately, same, *_ = before[0]
    if lately >= BURST:
        raise Refused(Burst())
    if same and not again:
        return SaidAlready(tuple(known.said() for known in receivers), reason)
    home = _guild_for(work, receivers, guild, {id: (slug, name) for _, _, id, slug, name in before if id is not None})
    if value is not None and home is not None:
        _check_value(work, *home, value)
    (made,) = work.one(
        sql.GIVE, guild_id=home[0] if home else None, giver_id=work.actor.account, reason=reason, value=value, privately=privately,
        space_id=work.here.space if work.here else None, channel=about.channel if about else work.here.channel if work.here else None,
        message=about.id if about else None, link=about.link if about else None, key=None, fingerprint=mark, given_at=work.now,
    )  # fmt: skip
    later = []
    for known, kind, _ in met.values():
        due = calendar.opening(known, kind, work.now)
        receive(work, made, known)
        if not known.blocks:
            work.tell("kudos", made, account=known.account, due=due)
        if due > work.now:
            later.append(known.said())
    show_or_unshow(work, made, receivers, about, home, privately)
    to_whom = tuple(known.said() for known in receivers)
    return KudosGiven(made, to_whom, tuple(later), home[1] if home else None, phrases.short(reason), without_self)


def _guild_for(work: Work, receivers: list[Known], wanted: str | None, shared: dict[int, tuple[str, str]]) -> tuple[int, str] | None:
    """The guild that thanks belong to: id and name. `shared`: those of the giver and the first receiver, slug and name by id."""
    if wanted == NO_GUILD:
        return None
    if wanted is None and work.here is not None and work.here.guild is not None:
        return work.here.guild.id, work.here.guild.name
    for known in receivers[1:]:
        too = {id for id, _, _ in work.all(sql.SHARED, person=work.actor.person, other=known.person)}
        shared = {id: names for id, names in shared.items() if id in too}
    if wanted is not None:
        for id, (slug, name) in shared.items():
            if wanted == slug:
                return id, name
        raise Refused(NoSuchGuildOfYours(wanted))
    if len(shared) > 1:
        raise Refused(WhichGuild(tuple(sorted(slug for slug, _ in shared.values()))))
    return next(((id, name) for id, (_, name) in shared.items()), None)


def _check_value(work: Work, guild_id: int, name: str, value: str) -> None:
    (words,) = work.one(sql.VALUES, id=guild_id)
    if words and value not in words:
        raise Refused(NotAValue(value, name, tuple(words)))


def _fingerprint(receivers: list[Known], reason: str) -> str:
    names = ",".join(str(known.person) for known in sorted(receivers, key=lambda one: one.person))
    return hashlib.blake2b(f"{names}\n{reason}".encode(), digest_size=16).hexdigest()
