"""People and their accounts: who acts, who is meant, when they may be written to, and what they chose about themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    Boolean,
    ColumnElement,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from guildbot import calendar
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, chapter, guild, membership, person, room, space
from guildbot.kinds import ChapterState, MemberState, SpaceKind, Visibility
from guildbot.phrases import one_line
from guildbot.refusals import Refused, Unknown
from guildbot.who import AccountRef, Caller, Command, Person, Quote
from guildbot.words import Phrase, Say, m, plain, zone
from guildbot.work import GuildHere, Here, Known, Work

MOST_SUGGESTED = 25


@dataclass(frozen=True, slots=True)
class Several:
    """A name that more than one person answers to; adapters offer the people as buttons."""

    sentence: ClassVar[str] = m("More than one person is called “{name}”: {people}. Which of them?")
    name: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class NotAZone:
    sentence: ClassVar[str] = m("I know no time zone “{zone}”. A name like Europe/Berlin works.")
    zone: str


@dataclass(frozen=True, slots=True)
class NotHours:
    sentence: ClassVar[str] = m("“{hours}” is not a time I can read. Write your quiet hours like 20:00-08:00.")
    hours: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody chose about themselves; without a choice, `person` and `usual_zone` are what their account says."""

    person: Person
    name: str | None
    zone: str | None
    usual_zone: str | None
    quiet: tuple[int, int] | None
    thanks: Visibility | None
    questions: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        hours = (
            "–".join(f"{minute // 60:02}:{minute % 60:02}" for minute in self.quiet)
            if self.quiet
            else plain(say(m("as usual where you are")))
        )
        return (
            say(m("Name: {name}"), name=Quote(self.name or self.person.name)),
            say(m("Time zone: {zone}"), zone=self.zone or self.usual_zone or plain(say(m("not known")))),
            say(m("Quiet hours: {hours}"), hours=hours),
            say(m("Who may see thanks to you: {who}"), who=plain(say(_WHO_SEES[self.thanks]))),
            say(m("Questions: {answer}"), answer=plain(say(m("yes") if self.questions else m("no")))),
        )


@dataclass(frozen=True, slots=True)
class ProfileKept:
    profile: Profile

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("Kept.")), *self.profile.words(say)


@dataclass(frozen=True, slots=True)
class ThanksChosen:
    """Who may see thanks to me, this one and later ones."""

    thanks: Visibility

    def words(self, say: Say) -> tuple[Phrase, ...]:
        match self.thanks:
            case Visibility.MESSAGE:
                return (
                    say(
                        m("From now on, thanks to you may stand under the message and in the digest. {profile} changes it."),
                        profile=Command("profile"),
                    ),
                )
            case Visibility.DIGEST:
                return (say(m("From now on, thanks to you may stand in the digest. {profile} changes it."), profile=Command("profile")),)
            case Visibility.ME:
                return (say(m("From now on, thanks to you stay with you. {profile} changes it."), profile=Command("profile")),)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a look-up on the platform told about an account."""

    name: str
    bot: bool
    admin: bool = False
    zone: str | None = None
    locale: str | None = None


_WHO_SEES = {
    None: m("not said yet, so only you"),
    Visibility.MESSAGE: m("under the message, and in the digest"),
    Visibility.DIGEST: m("in the digest"),
    Visibility.ME: m("only you"),
}


def arrive(work: Work, caller: Caller) -> None:
    """Make the caller known (a first sight makes a Person) and find where they stand: two statements for whoever was here before."""
    ref, place = caller.account, caller.place
    said = {
        "platform": ref.platform, "realm": ref.realm, "external_id": ref.id, "name": one_line(ref.name)[:80],
        "sure": ref.bot is not None, "locale": ref.locale, "now": work.now,
        "place_platform": place.platform if place else "", "place_space": place.space if place else "",
    }  # fmt: skip
    if not work.do(_ARRIVE, **said):
        _make(work, ref)
        work.do(_ARRIVE, **said)
    _stand(work, caller, work.one(_ARRIVED_ALONE, **_spot(caller)))


def recognise(work: Work, caller: Caller) -> bool:
    """As `arrive`, changing nothing; False when nobody has seen the caller yet."""
    row = work.first(_ARRIVED, **_spot(caller))
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
    space_id, space_name, greeted, chapter_id, guild_id, slug, guild_name, state, emoji = row[10:]
    if place is not None and space_id is not None:
        home = GuildHere(guild_id, slug, guild_name, state, emoji) if guild_id is not None else None
        work.here = Here(space_id, place.platform, space_name, place.channel, place.channel_name, greeted is not None, chapter_id, home)


def meet(work: Work, ref: AccountRef) -> tuple[Known, SpaceKind | None, bool | None]:
    """An account as the ledger knows it, made known at first sight; with the kind of its Space and whether it is a bot."""
    found = work.first(_KNOWN, platform=ref.platform, realm=ref.realm, external_id=ref.id)
    if found is None:
        _make(work, ref, work.here.space if work.here else None)
        found = work.one(_KNOWN, platform=ref.platform, realm=ref.realm, external_id=ref.id)
    known = _known(ref, found[:10])
    return known, found[10], known.bot


def by_account(work: Work, id: int) -> tuple[Known, SpaceKind | None]:
    row = work.one(_BY_ACCOUNT, id=id)
    return _known(AccountRef(row[11], row[12], row[13], row[2], row[9]), row[:10]), row[10]


def named(work: Work, who: Sequence[AccountRef | str]) -> list[AccountRef]:
    """Mentions as they are; names as whoever they mean. Refuses with every name that means nobody, or more than one."""
    refs: list[AccountRef] = []
    problems: list[Unknown | Several] = []
    for one in who:
        if isinstance(one, AccountRef):
            refs.append(one)
            continue
        found = _called(work, one)
        if len(found) == 1:
            refs.append(found[0].account)
        else:
            problems.append(Several(one, tuple(found)) if found else Unknown(one))
    if problems:
        raise Refused(*problems)
    return refs


def suggest(work: Work, typed: str) -> list[Person]:
    """Whom somebody may mean who has typed this much: people of this Space and of one's own guilds, by name."""
    return _called(work, typed, beginning=True)[:MOST_SUGGESTED]


def handle(one: Person) -> str:
    """How a person without a mention here is written on a line, and found again: `sol-marin~7`."""
    return f"{re.sub(r'[^a-z0-9]+', '-', one.name.lower()).strip('-')[:20]}~{one.id}"


def tell(
    work: Work, to: int, kind: str, subject: int, *, waited_for: bool = False, due: datetime | None = None, key: str | None = None
) -> datetime:
    """Owe an account a private message in its hours, or at once when somebody waits for it; answers with when it may go."""
    known, space_kind = by_account(work, to)
    at = due or work.now
    if not waited_for:
        at = max(at, calendar.opening(known, space_kind, at))
    work.tell(kind, subject, account=to, due=at, key=key)
    return at


def show(work: Work) -> Profile:
    return _profile(work)


def change(work: Work, *, name: str, zone_name: str, quiet: str, thanks: Visibility | None, questions: bool) -> ProfileKept:
    """The profile form. An empty name, zone or hours means what the account and the place say."""
    problems: list[NotAZone | NotHours] = []
    zone_name = zone_name.strip()
    if zone_name and str(zone(zone_name)) != zone_name:
        problems.append(NotAZone(zone_name))
    hours = parse_hours(quiet)
    if quiet.strip() and hours is None:
        problems.append(NotHours(quiet.strip()))
    if problems:
        raise Refused(*problems)
    since, until = hours or (None, None)
    work.do(
        _CHANGE, id=work.actor.person, name=one_line(name)[:80] or None, zone=zone_name or None,
        quiet_from=since, quiet_until=until, thanks=thanks, questions=questions,
    )  # fmt: skip
    work.actor, _ = by_account(work, work.actor.account)
    return ProfileKept(_profile(work))


def choose_thanks(work: Work, thanks: Visibility) -> ThanksChosen:
    """The answer to the question that every notice carries until it is answered."""
    work.do(_CHOOSE, id=work.actor.person, thanks=thanks)
    return ThanksChosen(thanks)


def unknown_accounts(work: Work, platform: str) -> list[tuple[int, str, str, str]]:
    """Accounts nobody looked up yet: id, realm, external id, and the Space to ask in. What is owed here is the row itself."""
    return work.all(_UNKNOWN, platform=platform)


def learn(work: Work, id: int, facts: Facts | None) -> bool:
    """Keep what a look-up said (None: the platform knows no such account); answers whether the account turned out to be a bot."""
    if facts is None:
        work.do(_LOOKED, id=id, now=work.now)
        return False
    work.do(
        _LEARN, id=id, name=one_line(facts.name)[:80], bot=facts.bot, admin=facts.admin,
        zone=facts.zone if facts.zone and str(zone(facts.zone)) == facts.zone else None, locale=facts.locale, now=work.now,
    )  # fmt: skip
    return facts.bot


def parse_hours(text: str) -> tuple[int, int] | None:
    """“20:00-08:00” as minutes after midnight; None when it is anything else."""
    found = re.fullmatch(r"\s*(\d{1,2})(?::(\d{2}))?\s*(?:-|–|to|bis|à)\s*(\d{1,2})(?::(\d{2}))?\s*", text)
    if found is None:
        return None
    h1, m1, h2, m2 = (int(part or 0) for part in found.groups())
    if h1 > 24 or h2 > 24 or m1 > 59 or m2 > 59:
        return None
    return (h1 * 60 + m1) % (24 * 60), (h2 * 60 + m2) % (24 * 60)


def _make(work: Work, ref: AccountRef, space_id: int | None = None) -> None:
    (made,) = work.one(_NEW_PERSON, questions=True, made_at=work.now)
    work.do(
        _NEW_ACCOUNT, platform=ref.platform, realm=ref.realm, external_id=ref.id, person_id=made, space_id=space_id,
        name=one_line(ref.name)[:80], bot=ref.bot, locale=ref.locale, looked_up_at=work.now if ref.bot is not None else None,
    )  # fmt: skip


def _called(work: Work, name: str, *, beginning: bool = False) -> list[Person]:
    wanted = one_line(name).lstrip("@").lower()
    tail = re.search(r"~(\d+)$", wanted)
    pattern = re.sub(r"([%_\\])", r"\\\1", wanted)
    here = work.here.space if work.here else 0
    rows = work.all(_CALLED, me=work.actor.person, space=here, start=f"{pattern}%", later=f"% {pattern}%", id=int(tail[1]) if tail else 0)
    people: dict[int, Person] = {}
    for id, shown, platform, realm, external_id in rows:
        first = people.get(id)
        here_too = work.here is not None and platform == work.here.platform
        if first is None or (here_too and first.account.platform != platform):
            people[id] = Person(id, shown, AccountRef(platform, realm, external_id, shown))
    if tail and not beginning:
        return [one for one in people.values() if one.id == int(tail[1])]
    if beginning:
        return sorted(people.values(), key=lambda one: (one.name.lower(), one.id))
    exact = [one for one in people.values() if one.name.lower() == wanted]
    word = [one for one in people.values() if wanted in one.name.lower().split()]
    return exact or word


def _profile(work: Work) -> Profile:
    name, zone_name, since, until, thanks, questions = work.one(_PROFILE, id=work.actor.person)
    me = work.actor.said()
    quiet = (since, until) if since is not None and until is not None else None
    return Profile(me, name, zone_name, None if zone_name else work.actor.zone, quiet, thanks, questions)


def _known(ref: AccountRef, row: tuple[Any, ...]) -> Known:
    account_id, person_id, name, space_id, thanks, zone_name, since, until, acted_at, bot = row
    quiet = (since, until) if since is not None and until is not None else None
    bot = ref.bot if bot is None else bot
    return Known(account_id, person_id, name or ref.name or ref.id, ref, space_id, thanks, zone_name, quiet, acted_at, bot)


SHOWN_NAME: ColumnElement[str] = func.coalesce(person.c.name, account.c.name, type_=String)
_zone_here = chapter.alias("zone_here")
_CHAPTERS_ZONE = (
    select(_zone_here.c.zone)
    .where(_zone_here.c.space_id == account.c.space_id, _zone_here.c.state != ChapterState.CLOSED)
    .order_by(_zone_here.c.id)
    .limit(literal_column("1"))
    .scalar_subquery()
)
_ZONE: ColumnElement[str | None] = func.coalesce(person.c.zone, account.c.zone, _CHAPTERS_ZONE, type_=String)
_WHO = (
    account.c.id, account.c.person_id, SHOWN_NAME, account.c.space_id, person.c.thanks, _ZONE,
    person.c.quiet_from, person.c.quiet_until, account.c.acted_at, account.c.bot,
)  # fmt: skip
_THE_ACCOUNT = and_(
    account.c.platform == bindparam("platform"), account.c.realm == bindparam("realm"), account.c.external_id == bindparam("external_id")
)
_SAID_NAME = bindparam("name", type_=String)
_THE_SPACE = and_(space.c.platform == bindparam("place_platform"), space.c.external_id == bindparam("place_space"))

_ARRIVE = prepared(
    update(account)
    .where(_THE_ACCOUNT)
    .values(
        acted_at=bindparam("now"),
        unreachable_at=None,
        space_id=func.coalesce(select(space.c.id).where(_THE_SPACE).scalar_subquery(), account.c.space_id),
        name=case(
            (and_(_SAID_NAME != "", or_(bindparam("sure", type_=Boolean), account.c.looked_up_at.is_(None))), _SAID_NAME),
            else_=account.c.name,
        ),
        locale=func.coalesce(bindparam("locale", type_=String), account.c.locale),
    )
)
_WHO_AND_WHERE = (
    select(
        *_WHO, space.c.id, space.c.name, room.c.greeted_at, chapter.c.id, guild.c.id,
        guild.c.slug, guild.c.name, guild.c.state, guild.c.emoji,
    )
    .join_from(account, person, person.c.id == account.c.person_id)
    .join(space, _THE_SPACE, isouter=True)
    .join(room, and_(room.c.space_id == space.c.id, room.c.channel == bindparam("place_channel")), isouter=True)
    .join(
        chapter,
        and_(
            chapter.c.space_id == space.c.id, chapter.c.channel == bindparam("place_channel"), chapter.c.state != ChapterState.CLOSED,
            chapter.c.agreed_by.is_not(None),
        ),
        isouter=True,
    )
    .join(guild, guild.c.id == chapter.c.guild_id, isouter=True)
    .where(_THE_ACCOUNT)
)  # fmt: skip
_ARRIVED = prepared(_WHO_AND_WHERE)
_ARRIVED_ALONE = prepared(_WHO_AND_WHERE.with_for_update(of=person))  # limits on what a person does hang on this row
_KNOWN = prepared(
    select(*_WHO, space.c.kind)
    .join_from(account, person, person.c.id == account.c.person_id)
    .join(space, space.c.id == account.c.space_id, isouter=True)
    .where(_THE_ACCOUNT)
)
_BY_ACCOUNT = prepared(
    select(*_WHO, space.c.kind, account.c.platform, account.c.realm, account.c.external_id)
    .join_from(account, person, person.c.id == account.c.person_id)
    .join(space, space.c.id == account.c.space_id, isouter=True)
    .where(account.c.id == bindparam("id"))
)
_NEW_PERSON = prepared(insert(person).returning(person.c.id), "questions", "made_at")
_NEW_ACCOUNT = prepared(
    insert(account).inline(), "platform", "realm", "external_id", "person_id", "space_id", "name", "bot", "locale", "looked_up_at"
)
_mine, _theirs = membership.alias("mine"), membership.alias("theirs")
_CALLED = prepared(
    select(person.c.id, SHOWN_NAME, account.c.platform, account.c.realm, account.c.external_id)
    .join_from(account, person, person.c.id == account.c.person_id)
    .where(
        or_(
            person.c.id == bindparam("id"),
            func.lower(SHOWN_NAME).like(bindparam("start", type_=String), escape="\\"),
            func.lower(SHOWN_NAME).like(bindparam("later", type_=String), escape="\\"),
        ),
        or_(account.c.bot.is_(None), account.c.bot.is_(False)),
        or_(
            account.c.space_id == bindparam("space"),
            exists(
                select(literal(1))
                .select_from(_mine)
                .join(_theirs, _theirs.c.guild_id == _mine.c.guild_id)
                .where(
                    _mine.c.person_id == bindparam("me"), _mine.c.ended_at.is_(None),
                    _theirs.c.person_id == person.c.id, _theirs.c.ended_at.is_(None), _theirs.c.state != MemberState.LEFT,
                )
            ),
        ),
    )
    .order_by(person.c.id, account.c.id)
    .limit(200)
)  # fmt: skip
_PROFILE = prepared(
    select(person.c.name, person.c.zone, person.c.quiet_from, person.c.quiet_until, person.c.thanks, person.c.questions).where(
        person.c.id == bindparam("id")
    )
)
_CHANGE = prepared(
    update(person)
    .where(person.c.id == bindparam("id"))
    .values(
        name=bindparam("name"), zone=bindparam("zone"), quiet_from=bindparam("quiet_from"), quiet_until=bindparam("quiet_until"),
        thanks=bindparam("thanks"), questions=bindparam("questions"),
    )
)  # fmt: skip
_CHOOSE = prepared(update(person).where(person.c.id == bindparam("id")).values(thanks=bindparam("thanks")))
_UNKNOWN = prepared(
    select(account.c.id, account.c.realm, account.c.external_id, space.c.external_id)
    .join(space, space.c.id == account.c.space_id)
    .where(account.c.looked_up_at.is_(None), account.c.platform == bindparam("platform"), space.c.removed_at.is_(None))
    .order_by(account.c.id)
    .limit(20)
)
_LOOKED = prepared(update(account).where(account.c.id == bindparam("id")).values(looked_up_at=bindparam("now")))
_LEARN = prepared(
    update(account)
    .where(account.c.id == bindparam("id"))
    .values(
        name=bindparam("name"), bot=bindparam("bot"), admin=bindparam("admin"), zone=bindparam("zone"),
        locale=func.coalesce(bindparam("locale", type_=String), account.c.locale), looked_up_at=bindparam("now"),
    )
)  # fmt: skip
