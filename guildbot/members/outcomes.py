"""What came of it: joining, inviting, vouching, resting, leaving, each with its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guildbot.codes import LockedOut, WrongCode
from guildbot.guilds import Card
from guildbot.kinds import Visibility
from guildbot.who import Command, Person, Quote
from guildbot.words import Phrase, Say, m


@dataclass(frozen=True, slots=True)
class Invited:
    """What to send by any means. `code` is shown this once; we keep only its hash."""

    id: int
    guild: str
    slug: str
    name: str
    code: str
    ends: date
    vouches: int | None  # how many people have to vouch, of whom the inviter is the first; None where nobody has to

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [
            say(m("Send this to {name} by any means. It works once, until {day}:"), name=Quote(self.name), day=self.ends),
            (Command("guild", f"join {self.slug} {self.code}"),),
            say(m("Wherever they are: the guild is {guild}, the code {code}."), guild=Quote(self.slug), code=Quote(self.code)),
        ]
        if self.vouches == 1:
            made.append(say(m("Your words are your vouch: with the code they are in as soon as they agree to the charter.")))
        elif self.vouches is not None:
            made.append(
                say(m("Your words are the first vouch. When they have agreed to the charter, I ask you who could give the second."))
            )
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Door:
    """What somebody reads before [I agree]: the charter, who reads along, who hosts, whether questions are still open."""

    card: Card
    code: str
    because: str  # the inviter's words; empty without an invitation
    invited_by: Person | None
    thanks: Visibility | None  # answered already in another guild
    missing: int = 0  # how many more people have to vouch before the door opens

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = list(self.card.words(say))
        if self.invited_by is not None:
            made.insert(0, say(m("{who} invites you: “{because}”"), who=self.invited_by, because=Quote(self.because)))
        if self.missing:
            made.append(self._still(say))
        return tuple(made)

    def _still(self, say: Say) -> Phrase:
        if self.invited_by is not None:
            return say(m("When you have agreed, one more person in it has to vouch for you. Nobody else is told."))
        return say.several(
            "When you have agreed, somebody in it has to vouch for you. Nobody else is told.",
            "When you have agreed, {n} people in it have to vouch for you. Nobody else is told.",
            self.missing,
        )


@dataclass(frozen=True, slots=True)
class Joined:
    """`founder`: one of the first three. `founded`: this one made the guild whole."""

    guild: str
    slug: str
    founder: bool
    founded: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.founded:
            return (
                say(m("{guild} is founded. Its first digest comes on Friday, its first question on a Tuesday."), guild=Quote(self.guild)),
            )
        if self.founder:
            return (say(m("You are in, as one of the founders of {guild}."), guild=Quote(self.guild)),)
        return (say(m("You are in {guild}."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody agreed to the charter and waits for vouches; `missing` more of them, until `ends`."""

    id: int
    guild: str
    slug: str
    vouchers: tuple[Person, ...]
    missing: int
    ends: date

    def words(self, say: Say) -> tuple[Phrase, ...]:
        guild, vouch = Quote(self.guild), Command("guild", "vouch @you because …")
        if self.vouchers:
            made = say(m("You have agreed to the charter of {guild}, and {who} vouches for you."), guild=guild, who=self.vouchers)
            still = say(m("One more voice is missing. I tell you when you are in; after {day} this lapses quietly."), day=self.ends)
        else:
            made = say(m("You have agreed to the charter of {guild}. People come in there by word of mouth."), guild=guild)
            still = say.several(
                "Ask somebody in it to type {command}, with a mention or your name. I tell you when you are in; "
                "after {day} this lapses quietly.",
                "Ask {n} people in it to type {command}, with a mention or your name. I tell you when you are in; "
                "after {day} this lapses quietly.",
                self.missing,
                command=vouch,
                day=self.ends,
            )
        return made, still, say(m("Until then the charter is yours to read, and you may offer help where you read an ask."))


@dataclass(frozen=True, slots=True)
class CandidacyWithdrawn:
    guild: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Taken back: you no longer wait to join {guild}. You can ask again any time."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Vouched:
    """`missing`: how many more voices it needs; none, and they are in."""

    id: int
    candidacy: int
    guild: str
    who: Person
    missing: int

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if not self.missing:
            return (say(m("{who} is in {guild}, with your word. They are told."), who=self.who, guild=Quote(self.guild)),)
        return (
            say(m("You vouch for {who} in {guild}."), who=self.who, guild=Quote(self.guild)),
            say(m("One more voice is missing. Whom shall I ask?")),
        )


@dataclass(frozen=True, slots=True)
class WhomToAsk:
    """Who may give the second voice: members of two weeks and founders, by name, without those who were asked."""

    candidacy: int
    guild: str
    who: Person
    members: tuple[Person, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if not self.members:
            return (say(m("Everybody who could vouch for {who} has been asked."), who=self.who),)
        return (
            say(
                m("Who else in {guild} knows {who}? They are asked in a private message, with your words."),
                guild=Quote(self.guild),
                who=self.who,
            ),
        )


@dataclass(frozen=True, slots=True)
class SecondAsked:
    who: Person
    candidate: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{who} is asked. I tell you when {candidate} is in."), who=self.who, candidate=self.candidate),)


@dataclass(frozen=True, slots=True)
class Passed:
    """[Not now] to a vouch: nobody hears of it."""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("All right. Nobody is told.")),)


@dataclass(frozen=True, slots=True)
class OpenVouch:
    """A word that stands open: `invitation`, while its code is unused."""

    id: int
    candidacy: int | None
    guild: str
    name: str
    because: str
    ends: date
    asks: bool = False  # a second voice is missing, and somebody may still be asked

    @property
    def invitation(self) -> bool:
        return self.candidacy is None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        sentence = (
            m("{name}, invited to {guild}: the code works until {day}.")
            if self.invitation
            else m("{name}, who waits to join {guild} until {day}.")
        )
        return say(sentence, name=Quote(self.name), guild=Quote(self.guild), day=self.ends), (Quote(self.because),)


@dataclass(frozen=True, slots=True)
class OpenVouches:
    """For whom somebody has given their word, as only they see it."""

    lines: tuple[OpenVouch, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        command = Command("guild", "vouch Yusra because she told me kindly")
        if not self.lines:
            return (say(m("You vouch for nobody at the moment. Like this you do: {command}"), command=command),)
        return (say(m("For these people your word stands open; nobody else sees this.")),)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A vouch, or an invitation whose code now opens nothing."""

    guild: str
    name: str
    invitation: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        sentence = (
            m("Taken back: the code you made for {name} opens nothing any more.")
            if self.invitation
            else m("Taken back: you no longer vouch for {name} in {guild}. Nobody is told.")
        )
        return (say(sentence, name=Quote(self.name), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Asked once before one leaves. `last_steward`: nobody else takes care of the guild."""

    guild: str
    slug: str
    last_steward: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [say(m("Leaving {guild}? Your thanks, your help and your words stay yours."), guild=Quote(self.guild))]
        if self.last_steward:
            made.append(say(m("Nobody else takes care of it. The members will be told, and any of them can go on.")))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Left:
    guild: str
    goodbye: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.goodbye:
            return say(m("You have left {guild}. Your line will be in the digest:"), guild=Quote(self.guild)), (Quote(self.goodbye),)
        return (say(m("You have left {guild}. The door stays open."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Resting:
    guild: str
    slug: str
    until: date | None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        back = Command("guild", "back")
        if self.until is not None:
            return (
                say(
                    m("You rest in {guild} until {day}. Nobody is told, nothing is lost. {back} ends it sooner."),
                    guild=Quote(self.guild),
                    day=self.until,
                    back=back,
                ),
            )
        return (say(m("You rest in {guild}. Nobody is told, nothing is lost. {back} ends it."), guild=Quote(self.guild), back=back),)


@dataclass(frozen=True, slots=True)
class Back:
    guild: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Good to have you back in {guild}."), guild=Quote(self.guild)),)


Outcome = Invited | Door | Joined | Candidate | CandidacyWithdrawn | Leaving | Left | Resting | Back | WrongCode | LockedOut
Voice = Vouched | WhomToAsk | SecondAsked | Passed | OpenVouches | TakenBack
