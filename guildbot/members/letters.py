"""What members, candidates and those who vouch for them are told, looked up when it goes."""

from __future__ import annotations

from dataclasses import dataclass

from guildbot import guilds, people
from guildbot.kinds import CandidacyState, MemberState
from guildbot.members import candidates
from guildbot.members import statements as sql
from guildbot.who import Person, Quote
from guildbot.words import Phrase, Say, m
from guildbot.work import Work


@dataclass(frozen=True, slots=True)
class Founded:
    """Told to the founders: the guild is whole."""

    guild: str
    slug: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{guild} is founded: three of you are in. Its first digest comes on Friday."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Uncared:
    """Told to the members: the last caretaker has left."""

    guild: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("The last caretaker has left {guild}. Whoever wishes can go on with it."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class SecondWanted:
    """Told to whoever gave the first voice: one more is missing, and they choose whom to ask."""

    candidacy: int
    vouch: int
    guild: str
    who: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(
                m("{who} has agreed to the charter of {guild}. You vouch for them; one more voice is missing. Whom shall I ask?"),
                who=self.who,
                guild=Quote(self.guild),
            ),
        )


@dataclass(frozen=True, slots=True)
class VouchAsked:
    """Told to a member: somebody hopes for their word too."""

    candidacy: int
    guild: str
    by: Person
    who: Person
    because: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("{by} asks whether you would vouch for {who} in {guild}, because:"), by=self.by, who=self.who, guild=Quote(self.guild)),
            (Quote(self.because),),
        )


@dataclass(frozen=True, slots=True)
class Admitted:
    """Told to a candidate: the door is open."""

    guild: str
    slug: str
    vouchers: tuple[Person, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [say(m("You are in {guild}."), guild=Quote(self.guild))]
        if self.vouchers:
            made.append(say(m("{who} vouched for you."), who=self.vouchers))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class VouchCounted:
    """Told to whoever vouched: it was enough."""

    guild: str
    who: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{who} is in {guild}, with your word."), who=self.who, guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class LapsedQuietly:
    """Told to a candidate, and to whoever vouched for them (`who` is the candidate); to nobody else (rule G6)."""

    guild: str
    who: Person | None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        about = (
            say(m("You wished to join {guild}."), guild=Quote(self.guild))
            if self.who is None
            else say(m("You vouched for {who} in {guild}."), who=self.who, guild=Quote(self.guild))
        )
        return about, say(m("This one has lapsed quietly. You can ask again any time."))


Sent = Founded | Uncared | SecondWanted | VouchAsked | Admitted | VouchCounted | LapsedQuietly


def founded(work: Work, notice_id: int, id: int) -> Founded:
    card = guilds.card(work, id)
    return Founded(card.name, card.slug)


def uncared(work: Work, notice_id: int, id: int) -> Uncared:
    return Uncared(guilds.card(work, id).name)


def second_wanted(work: Work, notice_id: int, id: int) -> SecondWanted | None:
    """None when nobody is needed any more, or their own word does not stand."""
    return second_wanted_by(work, _reader(work, notice_id), id)


def second_wanted_by(work: Work, account_id: int, id: int) -> SecondWanted | None:
    one = candidates.open_one(work, id)
    if one is None or not candidates.missing(work, one):
        return None
    me = people.by_account(work, account_id)[0].person
    mine = next((voice for voice in candidates.voices(work, one) if voice.person == me), None)
    if mine is None or one.who.id in people.unheard(work, account_id):
        return None
    return SecondWanted(id, mine.vouch, one.guild, one.who)


def vouch_asked(work: Work, notice_id: int, id: int) -> VouchAsked | None:
    """None when it is settled, when they have said their word, or when they rest: then it waits on their page."""
    found = vouch_asked_of(work, _reader(work, notice_id), id)
    return found[0] if found and found[1] is not MemberState.RESTING else None


def vouch_asked_of(work: Work, account_id: int, id: int) -> tuple[VouchAsked, MemberState] | None:
    """What an account's person is asked, and whether they rest."""
    one = candidates.open_one(work, id)
    if one is None or not candidates.missing(work, one):
        return None
    me = people.by_account(work, account_id)[0].person
    standing = work.first(sql.STANDING, guild=one.guild_id, person=me)
    voices = candidates.voices(work, one)
    if standing is None or not voices or any(voice.person == me for voice in voices):
        return None
    first = voices[0]
    if not people.unheard(work, account_id).isdisjoint((first.person, one.who.id)):
        return None
    by = people.by_account(work, first.account)[0].said()
    return VouchAsked(id, one.guild, by, one.who, first.because), standing[2]


def admitted(work: Work, notice_id: int, id: int) -> Admitted | None:
    guild, slug, account_id, state = work.one(sql.ENDED, id=id)
    if state is not CandidacyState.ADMITTED:
        return None
    return Admitted(guild, slug, candidates.named(work, account_id, (account for (account,) in work.all(sql.COUNTED, candidacy=id))))


def vouch_counted(work: Work, notice_id: int, id: int) -> VouchCounted:
    guild, _, account_id, _ = work.one(sql.ENDED, id=id)
    return VouchCounted(guild, people.by_account(work, account_id)[0].said())


def lapsed(work: Work, notice_id: int, id: int) -> LapsedQuietly:
    """To the candidate as to themselves, to a voucher about the candidate."""
    guild, _, candidate, _ = work.one(sql.ENDED, id=id)
    who, reader = (people.by_account(work, account)[0] for account in (candidate, _reader(work, notice_id)))
    return LapsedQuietly(guild, None if who.person == reader.person else who.said())


def _reader(work: Work, notice_id: int) -> int:
    """The account a notice is for."""
    (account_id,) = work.one(sql.TOLD, id=notice_id)
    assert account_id is not None  # what is told here is told to people
    return account_id
