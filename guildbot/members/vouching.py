"""Vouching: “I vouch for them because …”, asked for and given, and taken back while it is open (rule G5)."""

from __future__ import annotations

from guildbot import codes, guilds, people, phrases
from guildbot.kinds import Admission, VouchState
from guildbot.members import candidates, letters
from guildbot.members import statements as sql
from guildbot.members.candidates import Waiting
from guildbot.members.inviting import MOST_WHY, may_give_word
from guildbot.members.letters import SecondWanted, VouchAsked
from guildbot.members.outcomes import OpenVouch, OpenVouches, Passed, SecondAsked, TakenBack, Vouched, WhomToAsk
from guildbot.members.reasons import (
    CannotVouch,
    IsAMember,
    NobodyNew,
    NotACandidate,
    NotForYourself,
    NoVouchNeeded,
    VouchedAlready,
    VouchForWhom,
)
from guildbot.refusals import NoLonger, Refused, Unknown, refuse_if, too_long
from guildbot.who import AccountRef, Command, Person
from guildbot.work import Work

MOST_OFFERED = 100


def vouch(work: Work, who: AccountRef | str, because: str, *, guild: str = "") -> Vouched:
    """Give one's word for somebody who waits to join, by mention or by name."""
    id, slug, called = guilds.which(work, guild)
    because = phrases.clean(because)
    who = phrases.one_line(who) if isinstance(who, str) else who
    if not who or not because:
        raise Refused(VouchForWhom())
    if not guilds.is_member(work, id):
        raise Refused(NotForYourself()) if _is_me(work, who) else guilds.not_a_member(called, slug)
    refuse_if(too_long(because, MOST_WHY), codes.aloud(work, because))
    way = guilds.way_in(work, id)
    refuse_if(NoVouchNeeded(called) if way is Admission.OPEN else None, NobodyNew(called) if way is Admission.CLOSED else None)
    refuse_if(*may_give_word(work, id, called, because))
    return _give(work, _meant(work, id, called, who), because)


def vouch_for(work: Work, candidacy: int, because: str) -> Vouched:
    """[Vouch], by somebody who was asked."""
    one, because = _asked_of_me(work, candidacy), phrases.clean(because)
    if guilds.way_in(work, one.guild_id) is Admission.CLOSED:
        raise Refused(NobodyNew(one.guild))
    refuse_if(too_long(because, MOST_WHY), codes.aloud(work, because), *may_give_word(work, one.guild_id, one.guild, because))
    return _give(work, one, because)


def asked(work: Work, candidacy: int) -> VouchAsked:
    """What somebody was asked, above the form for their word."""
    _asked_of_me(work, candidacy)
    found = letters.vouch_asked_of(work, work.actor.account, candidacy)
    if found is None:
        raise Refused(NoLonger())
    return found[0]


def not_now(work: Work, candidacy: int) -> Passed:
    """[Not now]: it is off their page, and nobody hears of it."""
    work.do(sql.NOT_EVEN_SENT, candidacy=candidacy, person=work.actor.person)
    work.do(sql.NOT_NOW, candidacy=candidacy, person=work.actor.person)
    return Passed()


def whom_to_ask(work: Work, candidacy: int) -> WhomToAsk:
    """Whom the bot may ask for the second voice."""
    one = _vouched_by_me(work, candidacy)
    return WhomToAsk(one.id, one.guild, one.who, tuple(someone for someone, _ in _who_may(work, one)[:MOST_OFFERED]))


def ask_second(work: Work, candidacy: int, who: AccountRef | str) -> SecondAsked:
    """The bot asks a member for their word; each is asked once, whatever they answer."""
    one = _vouched_by_me(work, candidacy)
    found = _among(_who_may(work, one), who)
    if found is None:
        raise Refused(CannotVouch(who.partition("~")[0] if isinstance(who, str) else who.name or who.id))
    someone, account = found
    people.tell(work, account, "vouch-asked", one.id, key=f"vouch-asked:{one.id}:{someone.id}")
    return SecondAsked(someone, one.who)


def withdraw_vouch(work: Work, id: int) -> TakenBack:
    """Take one's word back while it is open."""
    found = next((row for row in work.all(sql.MY_VOUCHES, person=work.actor.person) if row[0] == id), None)
    if found is None or not work.do(sql.END_VOUCH, id=id, state=VouchState.WITHDRAWN, now=work.now):
        raise Refused(NoLonger())
    return TakenBack(found[2], found[3], invitation=False)


def open_vouches(work: Work) -> OpenVouches:
    """For whom the caller's word stands open; nobody else sees it."""
    me = work.actor.person
    invited = [
        OpenVouch(id, None, guild, name, because, ends.date())
        for id, guild, name, because, ends in work.all(sql.OPEN_INVITATIONS, person=me, now=work.now)
    ]
    waiting = [
        OpenVouch(id, candidacy, guild, name, because, (since + candidates.LASTS).date(), asks=_wants_more(work, candidacy))
        for id, candidacy, guild, name, because, since in work.all(sql.MY_VOUCHES, person=me)
    ]
    return OpenVouches((*invited, *waiting))


def asked_of_me(work: Work) -> list[VouchAsked]:
    """The words that somebody hopes for from the caller; also while they rest, because here they come to look."""
    found = (letters.vouch_asked_of(work, account, id) for id, account in work.all(sql.ASKED_OF_ME, person=work.actor.person) if account)
    return [one[0] for one in found if one is not None]


def seconds_wanted(work: Work) -> list[SecondWanted]:
    """Candidates the caller vouches for, for whom nobody was asked yet."""
    found = (
        letters.second_wanted_by(work, work.actor.account, candidacy)
        for _, candidacy, *_ in work.all(sql.MY_VOUCHES, person=work.actor.person)
        if not work.all(sql.ANYBODY_ASKED, candidacy=candidacy)
    )
    return [one for one in found if one is not None]


def _give(work: Work, one: Waiting, because: str) -> Vouched:
    work.alone(f"door:{one.guild_id}")
    me = work.actor
    if any(voice.person == me.person for voice in candidates.voices(work, one)):
        raise Refused(VouchedAlready(one.who.name))
    (made,) = work.one(
        sql.VOUCH, candidacy_id=one.id, account_id=me.account, because=because, state=VouchState.OPEN, made_at=work.now,
        space_id=work.here.space if work.here else None,
    )  # fmt: skip
    if candidates.settle(work, one.id, me.person) is not None:
        return Vouched(made, one.id, one.guild, one.who, 0)
    return Vouched(made, one.id, one.guild, one.who, candidates.missing(work, candidates.must_be_open(work, one.id)))


def _meant(work: Work, guild_id: int, called: str, who: AccountRef | str) -> Waiting:
    """The candidate who is meant; else why it cannot be them."""
    waiting = {
        id: Person(person, name, AccountRef(platform, realm, external, name))
        for id, person, name, platform, realm, external in work.all(sql.CANDIDATES, guild=guild_id)
    }
    found = [id for id, one in waiting.items() if _is_called(work, one, who)]
    if len(found) > 1:
        raise Refused(people.Several(str(who), tuple(waiting[id] for id in found)))
    if found and not work.first(sql.STANDING, guild=guild_id, person=waiting[found[0]].id):
        return candidates.must_be_open(work, found[0])
    raise Refused(_why_not(work, guild_id, called, who))


def _is_called(work: Work, one: Person, who: AccountRef | str) -> bool:
    if isinstance(who, AccountRef):
        return _person_behind(work, who) == one.id
    wanted = who.lstrip("@").lower()
    return wanted in (one.name.lower(), people.handle(one), *one.name.lower().split())


def _why_not(work: Work, guild_id: int, called: str, who: AccountRef | str) -> NotForYourself | IsAMember | NotACandidate:
    name, person = _near(work, who)
    if person == work.actor.person:
        return NotForYourself()
    if person is not None and work.first(sql.STANDING, guild=guild_id, person=person):
        return IsAMember(name, called)
    return NotACandidate(name, called, Command("guild", f"invite {name} because …"))


def _near(work: Work, who: AccountRef | str) -> tuple[str, int | None]:
    """Somebody as the caller may know them: by name, and who it is if they are near."""
    if isinstance(who, AccountRef):
        known = people.meet(work, who, typed=True)[0]
        return known.name, known.person
    try:
        (ref,) = people.named(work, [who])
    except Refused as refused:
        if all(isinstance(reason, Unknown) for reason in refused.reasons):
            return who.lstrip("@"), None
        raise
    known = people.meet(work, ref)[0]
    return known.name, known.person


def _is_me(work: Work, who: AccountRef | str) -> bool:
    if isinstance(who, AccountRef):
        return _person_behind(work, who) == work.actor.person
    return who.lstrip("@").lower() == work.actor.name.lower()


def _person_behind(work: Work, who: AccountRef) -> int | None:
    found = work.first(sql.ACCOUNTS_PERSON, platform=who.platform, realm=who.realm, external_id=who.id)
    return found[0] if found else None


def _who_may(work: Work, one: Waiting) -> list[tuple[Person, int]]:
    rows = work.all(sql.WHO_MAY_VOUCH, guild=one.guild_id, candidacy=one.id, before=work.now - candidates.OLD_ENOUGH)
    return [
        (Person(id, name, AccountRef(platform, realm, external, name)), account) for id, name, platform, realm, external, account in rows
    ]


def _among(these: list[tuple[Person, int]], who: AccountRef | str) -> tuple[Person, int] | None:
    def is_meant(one: Person) -> bool:
        if isinstance(who, AccountRef):
            return (one.account.platform, one.account.realm, one.account.id) == (who.platform, who.realm, who.id)
        return who.lstrip("@").lower() in (people.handle(one), one.name.lower())

    found = [one for one in these if is_meant(one[0])]
    return found[0] if len(found) == 1 else None


def _vouched_by_me(work: Work, candidacy: int) -> Waiting:
    """A candidate for whom the caller's word stands, while another voice is missing."""
    one = candidates.must_be_open(work, candidacy)
    if not any(voice.person == work.actor.person for voice in candidates.voices(work, one)) or not _wants_more(work, candidacy):
        raise Refused(NoLonger())
    return one


def _wants_more(work: Work, candidacy: int) -> bool:
    one = candidates.must_be_open(work, candidacy)
    return guilds.way_in(work, one.guild_id) is Admission.VOUCH and candidates.missing(work, one) > 0


def _asked_of_me(work: Work, candidacy: int) -> Waiting:
    one = candidates.must_be_open(work, candidacy)
    if not work.all(sql.AM_ASKED, candidacy=candidacy, person=work.actor.person) or not guilds.is_member(work, one.guild_id):
        raise Refused(NoLonger())
    return one
