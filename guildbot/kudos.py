"""Kudos: thanks in words to one or several people, a nod by emoji, “me too”, taking back, hiding, sharing, one's own page.

Nothing here counts to rank (rules K5, D3): numbers of one's own are one's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Unpack

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, delete, exists, func, insert, literal, select, true, update
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot import calendar, people, phrases
from guildbot.db.prepared import Prepared, prepared
from guildbot.db.tables import account, charter, guild, kudos, membership, notice, person, receipt, space
from guildbot.db.tables import second as second_table
from guildbot.kinds import NoticeState, Visibility
from guildbot.refusals import NoLonger, Refused, missing, refuse_if, too_long
from guildbot.who import AccountRef, Command, MessageRef, Person, Quote, Room
from guildbot.words import Phrase, Say, m, plain
from guildbot.work import Known, Work

MOST_WORDS = 1000
MOST_PEOPLE = 10
BURST, BURST_SPAN = 30, timedelta(hours=1)
SAME_WORDS = timedelta(minutes=10)
ONE_INVITATION = timedelta(days=7)
PAGE = 10


@dataclass(frozen=True, slots=True)
class KudosGiven:
    """Thanks on their way. `later` are those whose hours are closed; `without_self`: the giver was among the named."""

    id: int
    to: tuple[Person, ...]
    later: tuple[Person, ...]
    guild: str | None
    short: bool
    without_self: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        now = tuple(one for one in self.to if one not in self.later)
        made = []
        if now:
            made.append(say(m("Passed on to {people}."), people=now))
        if self.later:
            made.append(say(m("{people} will see it when their hours open."), people=self.later))
        if self.without_self:
            made.append(say(m("You were among those you named; the others get it without you.")))
        if self.short:
            made.append(say(m("One sentence more? What did it change for you?")))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class SaidAlready:
    """The same words to the same people within ten minutes."""

    to: tuple[Person, ...]
    reason: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("You said this to {people} already, a few minutes ago."), people=self.to), (Quote(self.reason),)


@dataclass(frozen=True, slots=True)
class NodGiven:
    """An emoji on somebody's message. `invite`: this pair was not asked for a sentence this week."""

    id: int
    to: Person
    invite: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("A quick thank-you for {to}. A sentence would make it a real one: what did they do, what did it change?"), to=self.to),
        )


@dataclass(frozen=True, slots=True)
class Seconded:
    """Joined the giver's side of somebody else's kudos."""

    id: int
    to: tuple[Person, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("You have joined these thanks to {people}."), people=self.to),)


@dataclass(frozen=True, slots=True)
class Nothing:
    """A reaction that says nothing to us: another emoji, another channel, one's own message, a bot's."""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    id: int

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Taken back.")),)


@dataclass(frozen=True, slots=True)
class Hidden:
    id: int

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Hidden. It stands nowhere any more.")),)


@dataclass(frozen=True, slots=True)
class Shown:
    """A receiver said who may see this one."""

    id: int
    shown: Visibility

    def words(self, say: Say) -> tuple[Phrase, ...]:
        match self.shown:
            case Visibility.MESSAGE:
                return (say(m("It may stand under the message that was thanked, and in the digest.")),)
            case Visibility.DIGEST:
                return (say(m("It may stand in the digest.")),)
            case Visibility.ME:
                return (say(m("It stays between you.")),)


@dataclass(frozen=True, slots=True)
class WordsAdded:
    id: int
    to: tuple[Person, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Passed on to {people}, with your words."), people=self.to),)


@dataclass(frozen=True, slots=True)
class Kept:
    """One kudos on somebody's own page."""

    id: int
    given_at: datetime
    reason: str | None
    value: str | None
    giver: Person
    to: tuple[Person, ...]
    guild: str | None
    shown: Visibility  # as things stand; for thanks one gave: never wider than the receivers chose
    link: str | None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        head = (
            say(m("{giver} to {people}, {day}"), giver=self.giver, people=self.to, day=self.given_at.astimezone(say.zone).date())
            if self.guild is None
            else say(
                m("{giver} to {people}, {day}, in {guild}"),
                giver=self.giver,
                people=self.to,
                day=self.given_at.astimezone(say.zone).date(),
                guild=Quote(self.guild),
            )
        )
        return head, (Quote(self.reason),) if self.reason else say(m("(a quick thank-you)"))


@dataclass(frozen=True, slots=True)
class Mine:
    """Thanks somebody keeps and gave, newest first; `thanks` and `givers` are their own numbers, shown to them alone."""

    received: tuple[Kept, ...]
    given: tuple[Kept, ...]
    thanks: int
    givers: int
    since: datetime | None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if not self.thanks and not self.given:
            return (say(m("Nothing here yet. {command} is how it begins."), command=Command("kudos")),)
        if not self.thanks or self.since is None:
            return ()
        since = self.since.astimezone(say.zone).date()
        people = plain(say.several("{n} person", "{n} people", self.givers))
        number = say.several(
            "{n} thank-you from {people} since {day}.", "{n} thanks from {people} since {day}.", self.thanks, people=people, day=since
        )
        return number, say(m("Only you see this number."))


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a receiver is told. `question`: nobody knows yet who may see thanks to them."""

    id: int
    giver: Person
    reason: str
    value: str | None
    guild: str | None
    link: str | None
    others: tuple[Person, ...]
    shown: Visibility
    question: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        head = (
            say(m("{giver} thanked you and {others}:"), giver=self.giver, others=self.others)
            if self.others
            else say(m("{giver} thanked you:"), giver=self.giver)
        )
        said = (Quote(f"{self.reason} #{self.value}" if self.value else self.reason),)
        if self.question:
            return head, said, say(m("Who may see thanks to you? Until you say so it is only you."))
        return head, said


@dataclass(frozen=True, slots=True)
class Posted:
    """Thanks shown under the message that was thanked; the emoji on it is a “me too”."""

    id: int
    giver: Person
    to: tuple[Person, ...]
    reason: str
    value: str | None
    emoji: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        reason = f"{self.reason} #{self.value}" if self.value else self.reason
        return say(m("{giver} to {people}: “{reason}”"), giver=self.giver, people=self.to, reason=Quote(reason)), say(
            m("{emoji} on this says “me too”."), emoji=self.emoji
        )


@dataclass(frozen=True, slots=True)
class Unposted:
    """A post of ours that must go."""

    room: Room
    message: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Nods:
    """The day's quick thanks, together."""

    givers: tuple[Person, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{people} thanked you with an emoji."), people=self.givers),)


@dataclass(frozen=True, slots=True)
class ReceiverIsABot:
    """A look-up showed that the one who was thanked is a bot; the kudos was withdrawn."""

    name: str
    reason: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("{name} turned out to be a bot, so your thanks were taken back. Your words:"), name=Quote(self.name)), (
            Quote(self.reason),
        )


@dataclass(frozen=True, slots=True)
class NobodyNamed:
    sentence: ClassVar[str] = m("Whom do you want to thank? Mention them with @, or write their name before “for”.")


@dataclass(frozen=True, slots=True)
class OnlyYourself:
    sentence: ClassVar[str] = m("Thanks go to somebody else; yours would only come back to you.")


@dataclass(frozen=True, slots=True)
class BotsCannot:
    sentence: ClassVar[str] = m("{name} is a bot. It would not know what to do with thanks.")
    name: str


@dataclass(frozen=True, slots=True)
class TooMany:
    sentence: ClassVar[str] = m("That is {named} people; up to {most} fit into one thank-you.")
    named: int
    most: int = MOST_PEOPLE


@dataclass(frozen=True, slots=True)
class Burst:
    sentence: ClassVar[str] = m(
        "That was {most} thank-yous within an hour. This limit is there against accidents, please go on a little later."
    )
    most: int = BURST


@dataclass(frozen=True, slots=True)
class NotAValue:
    sentence: ClassVar[str] = m("“{value}” is not one of {guild}'s words. They are: {words}.")
    value: str
    guild: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotAPost:
    sentence: ClassVar[str] = m("“Me too” belongs under thanks that I have posted. To thank somebody yourself: {command}")
    command: Command = Command("kudos", "@name for …")


@dataclass(frozen=True, slots=True)
class WhichGuild:
    """All the named share more than one guild; adapters offer them as a choice."""

    sentence: ClassVar[str] = m("You share more than one guild with them: {guilds}. Which one is it about?")
    guilds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoSuchGuildOfYours:
    sentence: ClassVar[str] = m("You are in no guild called “{guild}”.")
    guild: str


Outcome = (
    KudosGiven | SaidAlready | NodGiven | Seconded | Nothing | Withdrawn | Hidden | Shown | WordsAdded | Mine | people.ThanksChosen
)  # fmt: skip
Sent = Arrived | Posted | Unposted | Nods | ReceiverIsABot
NO_GUILD = "-"


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
    refs = list(dict.fromkeys(people.named(work, to)))
    if work.actor.bot:
        raise Refused(BotsCannot(work.actor.name))
    met = {known.person: (known, kind, bot) for known, kind, bot in (people.meet(work, ref) for ref in refs)}
    without_self = met.pop(work.actor.person, None) is not None
    refuse_if(
        *(BotsCannot(known.name) for known, _, bot in met.values() if bot),
        None if met else (OnlyYourself() if without_self else NobodyNamed()),
        TooMany(len(met)) if len(met) > MOST_PEOPLE else None,
        missing(reason),
        too_long(reason, MOST_WORDS),
    )
    receivers = [known for known, _, _ in met.values()]
    mark = _fingerprint(receivers, reason)
    before = work.all(
        _BEFORE, person=work.actor.person, since=work.now - BURST_SPAN, just=work.now - SAME_WORDS, mark=mark, other=receivers[0].person
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
        _GIVE, guild_id=home[0] if home else None, giver_id=work.actor.account, reason=reason, value=value, privately=privately,
        space_id=work.here.space if work.here else None, channel=about.channel if about else work.here.channel if work.here else None,
        message=about.id if about else None, link=about.link if about else None, key=None, fingerprint=mark, given_at=work.now,
    )  # fmt: skip
    later = []
    for known, kind, _ in met.values():
        due = calendar.opening(known, kind, work.now)
        work.do(_RECEIVE, kudos_id=made, account_id=known.account)
        work.tell("kudos", made, account=known.account, due=due)
        if due > work.now:
            later.append(known.said())
    _show_or_unshow(work, made, receivers, about, home, privately)
    to_whom = tuple(known.said() for known in receivers)
    return KudosGiven(made, to_whom, tuple(later), home[1] if home else None, phrases.short(reason), without_self)


def nod(work: Work, to: AccountRef, message: MessageRef, emoji: str) -> NodGiven | Nothing:
    """The guild's emoji on somebody's message in a chapter. The gesture sets a state: adding it again is the same nod."""
    home = work.here.guild if work.here else None
    if home is None or not _same_emoji(emoji, home.emoji):
        return _nothing(work)
    known, kind, bot = people.meet(work, to)
    if bot or work.actor.bot or known.person == work.actor.person:
        return _nothing(work)
    key = _nod_key(work, message, emoji)
    if (before := work.first(_BY_KEY, key=key)) is not None:
        return _nodded_before(work, known, *before)
    lately, asked = work.one(
        _NODDED, person=work.actor.person, since=work.now - BURST_SPAN,
        giver=work.actor.account, to=known.account, asked_since=work.now - ONE_INVITATION,
    )  # fmt: skip
    if lately >= BURST:
        return _nothing(work)
    (made,) = work.one(
        _NOD, guild_id=home.id, giver_id=work.actor.account, reason=None, value=None, privately=False, space_id=work.room[0],
        channel=message.channel, message=message.id, link=message.link, key=key, fingerprint=None, given_at=work.now,
        invited_at=None if asked else work.now,
    )  # fmt: skip
    work.do(_RECEIVE, kudos_id=made, account_id=known.account)
    morning = calendar.next_morning(known, work.now)
    due = calendar.opening(known, kind, morning)
    work.tell("nods", known.account, account=known.account, due=due, key=f"nods:{known.account}:{morning:%Y-%m-%d}")
    return NodGiven(made, known.said(), invite=not asked)


def _nodded_before(work: Work, to: Known, id: int, reason: str | None, withdrawn_at: datetime | None) -> NodGiven | Nothing:
    """The same emoji again: it brings back a nod that was taken back with it; words that were taken back stay so."""
    if withdrawn_at is not None and reason is not None:
        return _nothing(work)
    if withdrawn_at is not None:
        work.do(_AGAIN, id=id)
    return NodGiven(id, to.said(), invite=False)


def take_back_nod(work: Work, message: MessageRef, emoji: str) -> Withdrawn | Nothing:
    """The emoji was removed: a nod goes, worded kudos stay (rule K3)."""
    found = work.first(_BY_KEY, key=_nod_key(work, message, emoji))
    if found is None or found[1] is not None or found[2] is not None:
        return _nothing(work)
    work.do(_WITHDRAW, id=found[0], now=work.now)
    return Withdrawn(found[0])


def second(work: Work, post: MessageRef) -> Seconded:
    """“Me too” on a post of ours: joins the giver's side. The giver and the thanked cannot."""
    id = posted_as(work, post)
    if id is None:
        raise Refused(NotAPost())
    found = _standing(work, id)
    receivers = _receivers(work, id)
    if work.actor.bot or work.actor.person in {found.giver.person, *(known.person for known in receivers)}:
        raise Refused(NoLonger())
    if work.do(_SECOND, kudos_id=id, account_id=work.actor.account, added_at=work.now):
        for known in receivers:
            people.tell(work, known.account, "seconds", id, due=calendar.next_morning(known, work.now), key=f"seconds:{id}:{known.account}")
    return Seconded(id, tuple(known.said() for known in receivers))


def react(work: Work, to: AccountRef, message: MessageRef, emoji: str) -> NodGiven | Seconded | Nothing:
    """An emoji was added: on a post of ours a “me too”, on anybody's message in a chapter a nod."""
    home = work.here.guild if work.here else None
    if home is None or not _same_emoji(emoji, home.emoji):
        return _nothing(work)
    if posted_as(work, message) is None:
        return nod(work, to, message, emoji)
    try:
        return second(work, message)
    except Refused:  # one's own thanks, or taken back meanwhile: an emoji gets no answer
        return _nothing(work)


def unreact(work: Work, message: MessageRef, emoji: str) -> Withdrawn | Nothing:
    """An emoji was removed: what it said is taken back."""
    home = work.here.guild if work.here else None
    post = posted_as(work, message)
    if post is None:
        return take_back_nod(work, message, emoji)
    if home is None or not _same_emoji(emoji, home.emoji) or not work.do(_UNSECOND, kudos_id=post, account_id=work.actor.account):
        return _nothing(work)
    return Withdrawn(post)


def _nothing(work: Work) -> Nothing:
    work.undone = True  # a reaction that says nothing to us leaves no trace of who was where
    return Nothing()


def posted_as(work: Work, message: MessageRef) -> int | None:
    """Which kudos a post of ours shows; None when the message is not such a post."""
    if work.here is None:
        return None
    found = work.first(_POSTED_AS, posted=f"{message.channel}/{message.id}", space=work.here.space)
    return found[0] if found else None


def withdraw(work: Work, id: int) -> Withdrawn:
    """The giver takes thanks back: unsent notices drop, posts go. Pressed twice it stays taken back."""
    found = work.first(_GIVEN, id=id)
    if found is None or found[1] != work.actor.person:
        raise Refused(NoLonger())
    work.do(_WITHDRAW, id=id, now=work.now)
    _unpost(work, id)
    return Withdrawn(id)


def hide(work: Work, id: int) -> Hidden:
    """A receiver wants it nowhere, not on their own page either."""
    _mine_to_decide(work, id)
    work.do(_HIDE, kudos_id=id, person=work.actor.person, now=work.now)
    _show_or_unshow_again(work, id)
    return Hidden(id)


def share(work: Work, id: int, shown: Visibility) -> Shown:
    """A receiver's word on who may see this one; never wider than the giver wished."""
    _mine_to_decide(work, id)
    work.do(_SHARE, kudos_id=id, person=work.actor.person, shown=shown)
    _show_or_unshow_again(work, id)
    return Shown(id, shown)


def choose(work: Work, id: int, shown: Visibility) -> people.ThanksChosen:
    """The answer to the question a notice carries: who may see thanks to me, these and later ones."""
    share(work, id, shown)
    return people.choose_thanks(work, shown)


def add_words(work: Work, id: int, words: str) -> WordsAdded:
    """A sentence to a nod, or “what it changed” to short thanks: the receivers get it as a worded kudos."""
    words = phrases.clean(words)
    found = _standing(work, id)
    if found.giver.person != work.actor.person:
        raise Refused(NoLonger())
    reason = f"{found.reason}\n{words}" if found.reason else words
    refuse_if(missing(words), too_long(reason, MOST_WORDS))
    receivers = _receivers(work, id)
    if found.reason and found.reason.endswith(words):  # the form was sent twice
        return WordsAdded(id, tuple(known.said() for known in receivers))
    work.do(_REWORD, id=id, reason=reason)
    for known in receivers:
        if not work.first(_STILL_OWED, id=id, account=known.account):  # what they have not read yet comes with these words
            people.tell(work, known.account, "kudos", id)
    _show_or_unshow_again(work, id)
    return WordsAdded(id, tuple(known.said() for known in receivers))


def mine(work: Work) -> Mine:
    """One's own page: thanks I keep, thanks I gave, and my own number."""
    thanks, givers, since = work.one(_MY_NUMBER, person=work.actor.person)
    received = [_kept(work, row, _RECEIVERS) for row in work.all(_KEPT, person=work.actor.person, most=PAGE)]
    given = [_kept(work, row, _THANKED) for row in work.all(_GAVE, person=work.actor.person, most=PAGE)]  # who hid it is their own affair
    return Mine(tuple(received), tuple(given), thanks, givers, since)


def bare_nods(work: Work, most: int) -> list[NodGiven]:
    """The caller's nods of the last week that could still take a sentence, newest first."""
    rows = work.all(_BARE, person=work.actor.person, since=work.now - ONE_INVITATION, most=most)
    return [NodGiven(id, people.by_account(work, to)[0].said(), invite=True) for id, to in rows]


def withdraw_from_bot(work: Work, account_id: int) -> None:
    """An account turned out to be a bot: take back what it was given, tell the givers, and what it gave (rule K1)."""
    for id, giver in work.all(_TO_BOT, account=account_id):
        work.do(_WITHDRAW, id=id, now=work.now)
        _unpost(work, id)
        people.tell(work, giver, "to-a-bot", id, waited_for=True)
    for (id,) in work.all(_BY_BOT, account=account_id):
        work.do(_WITHDRAW, id=id, now=work.now)
        _unpost(work, id)
    work.do(_NO_SECONDS, account=account_id)


def arrived(work: Work, notice_id: int, id: int) -> Arrived | None:
    (to,) = work.one(_NOTICE_TO, id=notice_id)
    found = _still(work, id)
    if found is None or found.reason is None or to is None:
        return None
    receivers = {known.account: known for known in _receivers(work, id)}
    me = receivers.pop(to, None)
    if me is None:
        return None
    shown = _shown_for(work, id, to)
    others = tuple(known.said() for known in receivers.values())
    question = me.thanks is None and found.guild is not None and not found.privately
    return Arrived(id, found.giver.said(), found.reason, found.value, found.guild, found.link, others, shown, question)


def nods(work: Work, notice_id: int, account_id: int) -> Nods | None:
    rows = work.all(_NODS, account=account_id, now=work.now)
    givers = tuple(Person(id, name, AccountRef(platform, realm, external)) for id, name, platform, realm, external in rows)
    return Nods(givers) if givers else None


def seconds(work: Work, notice_id: int, id: int) -> Nods | None:
    if _still(work, id) is None:
        return None
    rows = work.all(_SECONDS, id=id)
    givers = tuple(Person(id, name, AccountRef(platform, realm, external)) for id, name, platform, realm, external in rows)
    return Nods(givers) if givers else None


def posted(work: Work, notice_id: int, id: int) -> Posted | None:
    found = _still(work, id)
    if found is None or found.reason is None or _widest(work, id, found) is not Visibility.MESSAGE:
        return None
    to = tuple(known.said() for known in _receivers(work, id))
    return Posted(id, found.giver.said(), to, found.reason, found.value, found.emoji or "💛")


def post_stands(work: Work, id: int) -> None:
    """A post of these thanks was delivered; when it may no longer stand, because somebody decided meanwhile, it goes again."""
    found = _still(work, id)
    if found is None or _widest(work, id, found) is not Visibility.MESSAGE:
        _unpost(work, id)


def unposted(work: Work, notice_id: int, posted_notice: int) -> Unposted | None:
    found = work.first(_WHERE_POSTED, id=posted_notice)
    if found is None:
        return None
    platform, space_id, space_name, channel, where = found
    if where is None:
        return None
    return Unposted(Room(platform, space_id, space_name, channel or ""), where.split("/", 1)[1])


def to_a_bot(work: Work, notice_id: int, id: int) -> ReceiverIsABot:
    rows = work.all(_BOT_NAME, id=id)
    return ReceiverIsABot(", ".join(name for name, _ in rows), rows[0][1] or "")


@dataclass(frozen=True, slots=True)
class _Standing:
    giver: Known
    reason: str | None
    value: str | None
    privately: bool
    guild: str | None
    emoji: str | None
    space: int | None
    channel: str | None
    message: str | None
    link: str | None


def _still(work: Work, id: int) -> _Standing | None:
    row: tuple[Any, ...] | None = work.first(_STANDING, id=id)
    return _Standing(people.by_account(work, row[0])[0], *row[1:]) if row else None


def _standing(work: Work, id: int) -> _Standing:
    if (found := _still(work, id)) is None:
        raise Refused(NoLonger())
    return found


def _receivers(work: Work, id: int) -> list[Known]:
    return [people.by_account(work, account_id)[0] for (account_id,) in work.all(_RECEIVERS, id=id)]


def _mine_to_decide(work: Work, id: int) -> None:
    if _still(work, id) is None or work.actor.person not in {known.person for known in _receivers(work, id)}:
        raise Refused(NoLonger())


def _guild_for(work: Work, receivers: list[Known], wanted: str | None, shared: dict[int, tuple[str, str]]) -> tuple[int, str] | None:
    """The guild that thanks belong to: id and name. `shared`: those of the giver and the first receiver, slug and name by id."""
    if wanted == NO_GUILD:
        return None
    if wanted is None and work.here is not None and work.here.guild is not None:
        return work.here.guild.id, work.here.guild.name
    for known in receivers[1:]:
        too = {id for id, _, _ in work.all(_SHARED, person=work.actor.person, other=known.person)}
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
    (words,) = work.one(_VALUES, id=guild_id)
    if words and value not in words:
        raise Refused(NotAValue(value, name, tuple(words)))


def _show_or_unshow(
    work: Work, id: int, receivers: list[Known], about: MessageRef | None, home: tuple[int, str] | None, privately: bool
) -> None:
    everybody = all(known.thanks is Visibility.MESSAGE for known in receivers)
    in_a_room = work.here is not None and work.here.channel is not None
    if about is not None and home is not None and everybody and in_a_room and not privately:
        work.tell("kudos-post", id, room=(work.room[0], about.channel), under=about.id, key=f"post:{id}")


def _show_or_unshow_again(work: Work, id: int) -> None:
    """After a receiver changed their mind: post what may now stand under the message, take away what may not."""
    found = _standing(work, id)
    if found.message is None or found.space is None or found.channel is None or found.reason is None:
        return
    if _widest(work, id, found) is not Visibility.MESSAGE:
        _unpost(work, id)
    elif not work.all(_POSTS, id=id):
        work.tell("kudos-post", id, room=(found.space, found.channel), under=found.message)


def _unpost(work: Work, id: int) -> None:
    for notice_id, space_id, channel in work.all(_POSTS, id=id):
        if space_id is not None and channel is not None:
            work.tell("unpost", notice_id, room=(space_id, channel), key=f"unpost:{notice_id}")


def _widest(work: Work, id: int, found: _Standing) -> Visibility:
    """The narrowest of all its receivers' words: a joint thank-you is shown only as far as everyone wishes."""
    if found.privately or found.guild is None:
        return Visibility.ME
    return narrowest([_shown_for(work, id, account_id) for (account_id,) in work.all(_THANKED, id=id)])


def _shown_for(work: Work, id: int, account_id: int) -> Visibility:
    own, usual, privately, hidden = work.one(_SHOWN, id=id, account=account_id)
    return Visibility.ME if privately or hidden else own or usual or Visibility.ME


def narrowest(wishes: Sequence[Visibility]) -> Visibility:
    """The narrowest of several wishes; with none at all, only me."""
    order = list(Visibility)
    return max(wishes, key=order.index, default=Visibility.ME)


def _kept(work: Work, row: tuple[int, datetime, str | None, str | None, int, str | None, str | None], whom: Prepared[int]) -> Kept:
    id, given_at, reason, value, giver, guild_name, link = row
    found = _standing(work, id)
    to = tuple(people.by_account(work, account_id)[0].said() for (account_id,) in work.all(whom, id=id))
    return Kept(id, given_at, reason, value, people.by_account(work, giver)[0].said(), to, guild_name, _widest(work, id, found), link)


def _nod_key(work: Work, message: MessageRef, emoji: str) -> str:
    return f"nod:{message.channel}:{message.id}:{work.actor.account}:{_bare(emoji)}"


def _fingerprint(receivers: list[Known], reason: str) -> str:
    names = ",".join(str(known.person) for known in sorted(receivers, key=lambda one: one.person))
    return hashlib.blake2b(f"{names}\n{reason}".encode(), digest_size=16).hexdigest()


def _bare(emoji: str) -> str:
    """An emoji without skin tone and variation selector."""
    return "".join(c for c in emoji.split("::")[0].strip(":") if not "\U0001f3fb" <= c <= "\U0001f3ff" and c != "\ufe0f")


def _same_emoji(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


_KUDOS = (
    "guild_id",
    "giver_id",
    "reason",
    "value",
    "privately",
    "space_id",
    "channel",
    "message",
    "link",
    "key",
    "fingerprint",
    "given_at",
)
_GIVE = prepared(insert(kudos).returning(kudos.c.id), *_KUDOS)
_NOD = prepared(insert(kudos).returning(kudos.c.id), *_KUDOS, "invited_at")
_RECEIVE = prepared(insert(receipt).inline(), "kudos_id", "account_id")
_the_same = and_(kudos.c.fingerprint == bindparam("mark"), kudos.c.given_at > bindparam("just"))


def _given_lately(*counts: ColumnElement[int]) -> Select[Unpack[tuple[Any, ...]]]:
    """Counts over what a person gave since a moment, through whichever of their accounts."""
    lately = and_(kudos.c.giver_id == account.c.id, kudos.c.given_at > bindparam("since"), kudos.c.withdrawn_at.is_(None))
    return select(*counts).join_from(account, kudos, lately).where(account.c.person_id == bindparam("person"))


_lately = _given_lately(func.count(kudos.c.id).label("given"), func.coalesce(func.sum(case((_the_same, 1), else_=0)), 0).label("same"))
_shared = (
    select(guild.c.id, guild.c.slug, guild.c.name)
    .join_from(guild, membership, membership.c.guild_id == guild.c.id)
    .where(
        membership.c.person_id == bindparam("person"),
        membership.c.ended_at.is_(None),
        guild.c.id.in_(select(membership.c.guild_id).where(membership.c.person_id == bindparam("other"), membership.c.ended_at.is_(None))),
    )
)
_SHARED = prepared(_shared.order_by(guild.c.id))
_before, _between = _lately.subquery("before"), _shared.subquery("between")
_BEFORE = prepared(  # both at once: always a row, more when the two share several guilds
    select(_before.c.given, _before.c.same, _between.c.id, _between.c.slug, _between.c.name)
    .join_from(_before, _between, true(), isouter=True)
    .order_by(_between.c.id)
)
_AGAIN = prepared(update(kudos).where(kudos.c.id == bindparam("id")).values(withdrawn_at=None))
_BY_KEY = prepared(select(kudos.c.id, kudos.c.reason, kudos.c.withdrawn_at).where(kudos.c.key == bindparam("key")))
_NODDED = prepared(
    select(
        _given_lately(func.count(kudos.c.id)).scalar_subquery(),
        select(func.count(kudos.c.id))
        .join_from(kudos, receipt, receipt.c.kudos_id == kudos.c.id)
        .where(
            kudos.c.giver_id == bindparam("giver"), receipt.c.account_id == bindparam("to"), kudos.c.invited_at > bindparam("asked_since")
        )
        .scalar_subquery(),
    )
)
_WITHDRAW = prepared(
    update(kudos)
    .where(kudos.c.id == bindparam("id"), kudos.c.withdrawn_at.is_(None))
    .values(withdrawn_at=bindparam("now"), key=case((kudos.c.reason.is_(None), kudos.c.key), else_=None))  # a worded one frees its gesture
)
_SECOND = prepared(upsert(second_table).inline().on_conflict_do_nothing(), "kudos_id", "account_id", "added_at")
_UNSECOND = prepared(
    delete(second_table).where(second_table.c.kudos_id == bindparam("kudos_id"), second_table.c.account_id == bindparam("account_id"))
)
_SECONDS = prepared(
    select(person.c.id, people.SHOWN_NAME, account.c.platform, account.c.realm, account.c.external_id)
    .join_from(second_table, account, account.c.id == second_table.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(second_table.c.kudos_id == bindparam("id"))
    .order_by(second_table.c.added_at)
)
_POSTED_AS = prepared(
    select(notice.c.subject).where(
        notice.c.posted == bindparam("posted"), notice.c.kind == "kudos-post", notice.c.space_id == bindparam("space")
    )
)
_POSTS = prepared(
    select(notice.c.id, notice.c.space_id, notice.c.channel).where(
        notice.c.kind == "kudos-post", notice.c.subject == bindparam("id"), notice.c.posted.is_not(None)
    )
)
_WHERE_POSTED = prepared(
    select(space.c.platform, space.c.external_id, space.c.name, notice.c.channel, notice.c.posted)
    .join_from(notice, space, space.c.id == notice.c.space_id)
    .where(notice.c.id == bindparam("id"))
)
_GIVEN = prepared(
    select(kudos.c.id, account.c.person_id).join(account, account.c.id == kudos.c.giver_id).where(kudos.c.id == bindparam("id"))
)
_STANDING = prepared(
    select(
        kudos.c.giver_id, kudos.c.reason, kudos.c.value, kudos.c.privately, guild.c.name, guild.c.emoji,
        kudos.c.space_id, kudos.c.channel, kudos.c.message, kudos.c.link,
    )
    .join_from(kudos, guild, guild.c.id == kudos.c.guild_id, isouter=True)
    .where(kudos.c.id == bindparam("id"), kudos.c.withdrawn_at.is_(None))
)  # fmt: skip
_RECEIVERS = prepared(
    select(receipt.c.account_id).where(receipt.c.kudos_id == bindparam("id"), receipt.c.hidden_at.is_(None)).order_by(receipt.c.account_id)
)
_THANKED = prepared(select(receipt.c.account_id).where(receipt.c.kudos_id == bindparam("id")).order_by(receipt.c.account_id))
_OF_MINE = select(account.c.id).where(account.c.person_id == bindparam("person"))
_HIDE = prepared(
    update(receipt)
    .where(receipt.c.kudos_id == bindparam("kudos_id"), receipt.c.account_id.in_(_OF_MINE))
    .values(hidden_at=bindparam("now"))
)
_SHARE = prepared(
    update(receipt).where(receipt.c.kudos_id == bindparam("kudos_id"), receipt.c.account_id.in_(_OF_MINE)).values(shown=bindparam("shown"))
)
_REWORD = prepared(update(kudos).where(kudos.c.id == bindparam("id")).values(reason=bindparam("reason")))
_SHOWN = prepared(
    select(receipt.c.shown, person.c.thanks, kudos.c.privately, receipt.c.hidden_at)
    .join_from(receipt, kudos, kudos.c.id == receipt.c.kudos_id)
    .join(account, account.c.id == receipt.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(receipt.c.kudos_id == bindparam("id"), receipt.c.account_id == bindparam("account"))
)
_LINE = (kudos.c.id, kudos.c.given_at, kudos.c.reason, kudos.c.value, kudos.c.giver_id, guild.c.name, kudos.c.link)
_KEPT = prepared(
    select(*_LINE)
    .join_from(receipt, kudos, kudos.c.id == receipt.c.kudos_id)
    .join(guild, guild.c.id == kudos.c.guild_id, isouter=True)
    .where(receipt.c.account_id.in_(_OF_MINE), receipt.c.hidden_at.is_(None), kudos.c.withdrawn_at.is_(None))
    .order_by(kudos.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_GAVE = prepared(
    select(*_LINE)
    .join_from(kudos, guild, guild.c.id == kudos.c.guild_id, isouter=True)
    .where(kudos.c.giver_id.in_(_OF_MINE), kudos.c.withdrawn_at.is_(None))
    .order_by(kudos.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_BARE = prepared(
    select(kudos.c.id, receipt.c.account_id)
    .join_from(kudos, receipt, receipt.c.kudos_id == kudos.c.id)
    .where(
        kudos.c.giver_id.in_(_OF_MINE), kudos.c.reason.is_(None), kudos.c.withdrawn_at.is_(None), kudos.c.given_at > bindparam("since"),
        receipt.c.hidden_at.is_(None),
    )
    .order_by(kudos.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)  # fmt: skip
_giver = account.alias("giver")
_MY_NUMBER = prepared(
    select(func.count(kudos.c.id), func.count(func.distinct(_giver.c.person_id)), func.min(kudos.c.given_at))
    .join_from(receipt, kudos, kudos.c.id == receipt.c.kudos_id)
    .join(_giver, _giver.c.id == kudos.c.giver_id)
    .where(receipt.c.account_id.in_(_OF_MINE), receipt.c.hidden_at.is_(None), kudos.c.withdrawn_at.is_(None))
)
_VALUES = prepared(
    select(charter.c.value_words)
    .join_from(guild, charter, and_(charter.c.guild_id == guild.c.id, charter.c.version == guild.c.charter))
    .where(guild.c.id == bindparam("id"))
)
_STILL_OWED = prepared(
    select(notice.c.id).where(
        notice.c.kind == "kudos", notice.c.subject == bindparam("id"), notice.c.account_id == bindparam("account"),
        notice.c.state == NoticeState.OWED,
    )
)  # fmt: skip
_NOTICE_TO = prepared(select(notice.c.account_id).where(notice.c.id == bindparam("id")))
_NODS = prepared(
    select(person.c.id, people.SHOWN_NAME, account.c.platform, account.c.realm, account.c.external_id)
    .distinct()
    .join_from(receipt, kudos, kudos.c.id == receipt.c.kudos_id)
    .join(account, account.c.id == kudos.c.giver_id)
    .join(person, person.c.id == account.c.person_id)
    .where(
        receipt.c.account_id == bindparam("account"), receipt.c.hidden_at.is_(None), kudos.c.reason.is_(None),
        kudos.c.withdrawn_at.is_(None),
        kudos.c.given_at <= bindparam("now"),
        ~exists(  # told about in an earlier letter; a delivered notice is due when it arrived
            select(literal(1)).where(
                notice.c.kind == "nods", notice.c.account_id == bindparam("account"), notice.c.state == NoticeState.DELIVERED,
                notice.c.due_at >= kudos.c.given_at,
            )
        ),
    )
    .order_by(people.SHOWN_NAME)
)  # fmt: skip
_TO_BOT = prepared(
    select(kudos.c.id, kudos.c.giver_id)
    .join_from(receipt, kudos, kudos.c.id == receipt.c.kudos_id)
    .where(receipt.c.account_id == bindparam("account"), kudos.c.withdrawn_at.is_(None))
)
_BY_BOT = prepared(select(kudos.c.id).where(kudos.c.giver_id == bindparam("account"), kudos.c.withdrawn_at.is_(None)))
_NO_SECONDS = prepared(delete(second_table).where(second_table.c.account_id == bindparam("account")))
_BOT_NAME = prepared(
    select(account.c.name, kudos.c.reason)
    .join_from(kudos, receipt, receipt.c.kudos_id == kudos.c.id)
    .join(account, account.c.id == receipt.c.account_id)
    .where(kudos.c.id == bindparam("id"), account.c.bot.is_(True))
)
