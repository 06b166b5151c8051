"""“What waits for you”: one message a day at the person's own hour, on days when something waits, for whoever wants it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guildbot import asks, people
from guildbot.db.lists import listed
from guildbot.waiting import statements as sql
from guildbot.waiting.near import near
from guildbot.waiting.page import Waiting, waiting
from guildbot.waiting.statements import MOST, NEW, PATIENCE
from guildbot.words import Phrase, Say, m, zone
from guildbot.work import Work

FRESH = timedelta(days=1)  # an ask near one's words is told on its first day; it stays on the page


@dataclass(frozen=True, slots=True)
class Waits:
    """How much waits, by its kind: no names, no words. For its person alone, and no more than the page shows of each kind."""

    thanks: int = 0
    offers: int = 0
    helps: int = 0
    near: int = 0
    vouches: int = 0
    seconds: int = 0
    bonds: int = 0
    links: int = 0
    channels: int = 0
    unanswered: int = 0
    newcomers: int = 0
    to_meet: int = 0

    def words(self, say: Say) -> tuple[Phrase, ...]:
        lines = [
            (
                self.links,
                say.several("An account waits for your yes", "{many} accounts wait for your yes", self.links, many=_many(say, self.links)),
            ),
            (
                self.thanks,
                say.several(
                    "Thanks you have not answered", "{many} thanks you have not answered", self.thanks, many=_many(say, self.thanks)
                ),
            ),
            (
                self.offers,
                say.several("An offer on an ask of yours", "{many} offers on your asks", self.offers, many=_many(say, self.offers)),
            ),
            (
                self.helps,
                say.several(
                    "Help to confirm: what did it change?",
                    "{many} times help to confirm: what did it change?",
                    self.helps,
                    many=_many(say, self.helps),
                ),
            ),
            (self.near, say.several("A new ask near your words", "{many} new asks near your words", self.near, many=_many(say, self.near))),
            (
                self.bonds,
                say.several(
                    "Somebody would work with you again", "{many} people would work with you again", self.bonds, many=_many(say, self.bonds)
                ),
            ),
            (
                self.to_meet,
                say.several("Somebody you might meet", "{many} introductions to answer", self.to_meet, many=_many(say, self.to_meet)),
            ),
            (
                self.vouches,
                say.several(
                    "Somebody hopes for your word", "{many} people hope for your word", self.vouches, many=_many(say, self.vouches)
                ),
            ),
            (
                self.seconds,
                say.several(
                    "Somebody you vouch for needs a second word",
                    "{many} people you vouch for need a second word",
                    self.seconds,
                    many=_many(say, self.seconds),
                ),
            ),
            (
                self.channels,
                say.several(
                    "A channel waits for a caretaker's yes",
                    "{many} channels wait for a caretaker's yes",
                    self.channels,
                    many=_many(say, self.channels),
                ),
            ),
            (
                self.unanswered,
                say.several(
                    "An ask that nobody answered for three days",
                    "{many} asks that nobody answered for three days",
                    self.unanswered,
                    many=_many(say, self.unanswered),
                ),
            ),
            (
                self.newcomers,
                say.several(
                    "A newcomer nobody has greeted", "{many} newcomers nobody has greeted", self.newcomers, many=_many(say, self.newcomers)
                ),
            ),
        ]
        return say(m("This waits for you:")), *(line for n, line in lines if n)


def _many(say: Say, n: int) -> str:
    """The page shows no more than that of each kind."""
    return str(n) if n < MOST else say.text(m("{n} or more"), n=n)


def send(work: Work) -> None:
    """The clock's part: whoever's hour has come today has had their look; it is owed to those for whom something may wait."""
    due = _due(work)
    for day in {day for _, day in due.values()}:
        today = [person for person, (_, on) in due.items() if on == day]
        work.do(sql.CAME, people=listed(today), day=day)
    waits = _may_wait(work, due)
    if waits:
        work.do(sql.OLDER, people=listed(waits))
    for person in sorted(waits):
        account, day = due[person]
        work.tell("waits", person, account=account, key=f"waits:{person}:{day}")


def waits(work: Work, notice_id: int, person: int) -> Waits | None:
    """What waits when the message goes; None when nothing does any more, or it is not wanted any more."""
    account = work.one(sql.TO, id=notice_id)[0]
    if account is None or not wanted(work, account):
        return None
    work.actor, _ = people.by_account(work, account)
    fresh = len(near(work, [person], since=work.now - FRESH).get(person, []))
    made = counted(waiting(work), min(fresh, MOST))
    return made if made != Waits() else None


def did_it_help(work: Work, notice_id: int, id: int) -> asks.DidItHelp | None:
    """Asked by a message of its own only of those who do not hear it with all that waits."""
    account = work.one(sql.TO, id=notice_id)[0] if notice_id else None
    return None if account is not None and wanted(work, account) else asks.did_it_help(work, notice_id, id)


def wanted(work: Work, account: int) -> bool:
    found = work.first(sql.WANTS_IT, account=account)
    return found is not None and found[0] is not None


def counted(said: Waiting, fresh: int) -> Waits:
    return Waits(
        thanks=len(said.thanks), offers=len(said.offers), helps=len(said.helps), near=fresh, vouches=len(said.vouches),
        seconds=len(said.seconds), bonds=len(said.again), links=len(said.links), channels=len(said.channels),
        unanswered=len(said.unanswered), newcomers=len(said.newcomers), to_meet=len(said.to_meet),
    )  # fmt: skip


def _due(work: Work) -> dict[int, tuple[int, date]]:
    """Whose hour has come on a day on which they had no look yet: their account, and that day where they are."""
    local, first = dict[str | None, datetime](), dict[int, tuple[int, date] | None]()
    for person, minute, last, account, zone_name in work.all(sql.WANT_IT):
        if person in first:
            continue
        if zone_name not in local:
            local[zone_name] = work.now.astimezone(zone(zone_name))
        now = local[zone_name]
        come = now.hour * 60 + now.minute >= minute and (last is None or now.date() > last)
        first[person] = (account, now.date()) if come else None
    return {person: found for person, found in first.items() if found is not None}


def _may_wait(work: Work, due: dict[int, tuple[int, date]]) -> set[int]:
    """In a fixed number of statements, however many they are."""
    if not due:
        return set()
    given = {"people": listed(due)}
    found = {person for (person,) in work.all(sql.MAY_WAIT, **given, now=work.now)}
    found |= {person for person, _ in work.all(sql.UNANSWERED, **given, before=work.now - PATIENCE)}
    found |= {person for person, *_ in work.all(sql.NEWCOMERS, **given, since=work.now - NEW)}
    return found | set(near(work, list(due), since=work.now - FRESH))
