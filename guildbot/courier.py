"""What the bot owes: notices become letters, letters are delivered, and what became of them is written down.

Everything said to anyone but the caller was committed as a notice with the deed. The courier claims what is due for one
destination, looks up what is still true and still allowed (consent is read here, not earlier), hands it to the platform's
`Messenger`, and notes the outcome. When it cannot know whether a message arrived, it waits longer than the slowest
accept, looks for the letter's token on the platform, and only then sends again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol, assert_never

from sqlalchemy import ColumnElement, Integer, String, and_, bindparam, case, cast, exists, func, literal, or_, select, update

from guildbot import accounts, asks, bonds, chapters, digests, guilds, introductions, kudos, members, people, reflections, spaces, waiting
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, chapter, notice, room, space
from guildbot.kinds import ChapterState, NoticeState
from guildbot.who import AccountRef, Person
from guildbot.work import Work

MOST_TOGETHER = 5  # what was held back overnight arrives as one message
MOST_AT_ONCE = 50  # digests that are gathered together
MOST_TRIES = 14  # each pause is twice the one before, up to an hour: a platform may be away for a good four hours
LONGEST_PAUSE = 3600.0
MOST_LOOKS = 60  # half an hour of no answer at all
NO_SPACE = 0
NO_PACE = timedelta()
SETTLE = timedelta(seconds=30)  # longer than a platform takes to accept a message it did not answer for

Content = (
    spaces.Welcome | spaces.Hello | guilds.Card | chapters.Sent | members.Sent | kudos.Sent | asks.Sent | bonds.Sent
    | accounts.Sent | reflections.Sent | digests.Digest
    | waiting.Waits | introductions.Sent
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToAccount:
    """A private message. `space` is the Space to write from, by the platform's id."""

    account: AccountRef
    space: str | None
    locale: str | None
    zone: str | None


@dataclass(frozen=True, slots=True)
class ToRoom:
    platform: str
    space: str
    channel: str
    under: str | None = None  # the message to answer
    locale: str | None = None  # the chapter's; None: the host's


@dataclass(frozen=True, slots=True)
class Edit:
    """The post to change instead of writing a new one."""

    channel: str
    message: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: usually one notice, several when they were held back together. `token` marks it on the platform."""

    id: int
    token: str
    to: ToAccount | ToRoom
    content: tuple[Content, ...]
    edits: tuple[Edit, ...] = ()
    unsure_since: datetime | None = None  # it may have arrived already, at that time or a little later
    through: int = NO_SPACE  # the Space it goes through, by our number: what is limited there is limited for all that goes through it

    @property
    def platform(self) -> str:
        return self.to.account.platform if isinstance(self.to, ToAccount) else self.to.platform


class Unreachable(Exception):
    """The platform will not take it: no such channel, the bot is not let in, the person's door is closed. Trying again is no use."""


class Malformed(Exception):
    """The platform refuses what it says, whoever it is for. Of a letter with several notices the others may go."""


class Busy(Exception):
    """The platform asks to wait, or did not take it: nothing arrived."""

    def __init__(self, seconds: float = 5.0) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Limited(Busy):
    """The platform has had too much of us, and says until when: nobody's fault, so it does not count as a try.

    `widely`: it holds for everything that goes through this Space; else for this letter's destination.
    """

    def __init__(self, seconds: float, *, widely: bool = False) -> None:
        super().__init__(seconds)
        self.widely = widely


class Unsure(Exception):
    """No answer came: it may have arrived or not."""


class Unsayable(Exception):
    """A notice that cannot be made into a letter, because of an error of ours."""

    def __init__(self, notice: int) -> None:
        super().__init__(notice)
        self.notice = notice


class Messenger(Protocol):
    """The one port of the core: how a platform delivers, and whom it knows."""

    one_by_one: bool  # a limit is a whole Space's, so each letter waits for the answer to the one before that goes through the same Space

    async def deliver(self, letter: Letter) -> str:
        """Send it; answers with "channel/message". Raises Unreachable, Busy, Malformed or Unsure."""
        ...

    async def find(self, letter: Letter) -> str | None:
        """Where a letter that may have arrived stands; None when it did not arrive."""
        ...

    async def look_up(self, account: AccountRef, space: str) -> people.Facts | None:
        """What the platform says about an account, asked in a Space; None when it knows none. Raises Busy."""
        ...


Head = tuple[int, NoticeState, int | None, int | None, str | None, int | None, int | None, int]
Load = Callable[[Work, int, int], Any]
LOAD: Mapping[str, Load] = {
    "welcome": spaces.welcome_to_send,
    "hello": spaces.hello_to_send,
    "guild-card": guilds.card_to_send,
    "guild-update": guilds.card_to_send,
    "chapter-asked": chapters.asked,
    "readers": chapters.readers,
    "not-let-in": chapters.refused_entry,
    "chapter-paused": chapters.paused,
    "chapter-again": chapters.goes_on,
    "chapter-ended": chapters.ended,
    "space-holds": chapters.holding,
    "founded": members.founded,
    "uncared": members.uncared,
    "second-wanted": members.second_wanted,
    "vouch-asked": members.vouch_asked,
    "admitted": members.admitted,
    "vouch-counted": members.vouch_counted,
    "candidacy-lapsed": members.lapsed,
    "kudos": kudos.arrived,
    "kudos-post": kudos.posted,
    "kudos-update": kudos.corrected,
    "unpost": kudos.unposted,
    "nods": kudos.nods,
    "seconds": kudos.seconds,
    "to-a-bot": kudos.to_a_bot,
    "ask-card": asks.card_to_send,
    "ask-update": asks.card_again,
    "ask-not-posted": asks.not_posted,
    "offer": asks.offer_arrived,
    "offer-taken": asks.offer_taken,
    "offer-thanked": asks.offer_thanked,
    "did-it-help": waiting.did_it_help,
    "help-confirmed": asks.help_confirmed,
    "link-asked": accounts.asked,
    "link-made": accounts.made,
    "link-refused": accounts.not_confirmed,
    "link-withdrawn": accounts.no_longer_asked,
    "link-undone": accounts.undone,
    "came-back": accounts.came_back,
    "let-go": accounts.let_go_news,
    "way-back-made": accounts.way_back_made,
    "link-overheard": accounts.link_overheard,
    "recovery-overheard": accounts.recovery_overheard,
    "invitation-overheard": accounts.invitation_overheard,
    "bond": bonds.asked_to_send,
    "bond-made": bonds.yes_to_send,
    "introduction": introductions.asked_to_send,
    "introduced": introductions.met_to_send,
    "introduction-made": introductions.made_to_send,
    "question": reflections.question_to_send,
    "reminder": reflections.reminder,
    "asked-again": reflections.asked_again,
    "reply": reflections.reply_to_send,
    "reply-update": reflections.reply_again,
    "unreply": reflections.unreplied,
    "waits": waiting.waits,
    "digest": digests.gather,
    "digest-update": digests.corrected,
}
# a notice of this kind changes the posts of that one
EDITS = {
    "ask-update": "ask-card", "guild-update": "guild-card", "kudos-update": "kudos-post", "digest-update": "digest",
    "reply-update": "reply",
}  # fmt: skip
TAKES_DOWN = ("unpost", "unreply")  # the notice that is their subject
TRIES_THE_DOOR = ("guild-card", "chapter-again", "ask-card", "hello")  # go to a paused chapter's channel too: somebody waits to hear
OF_THE_GUILD = (  # stay out of one closed to guilds
    "guild-card", "guild-update", "chapter-again", "question", "digest", "kudos-post", "reply",
)  # fmt: skip


def claim(work: Work, pace: timedelta = NO_PACE, passing_over: Collection[int] = ()) -> Letter | None:
    """Take the next letter that is due: from now on it may be on its way. None when nothing is due. Raises Unsayable.

    Between two letters to one destination lies the `pace`. Spaces to pass over are those that are limited, or busy with another letter.
    What is for somebody to whom no way leads at the moment is set to wait.
    """
    work.alone("courier")  # two at once could each find a destination free
    while (head := _head(work, pace, _listed(passing_over))) is not None:
        id, state, begun, space_id, why, account_id, sent_to, through = head
        way = None
        if account_id is not None:  # a letter that may have arrived is looked for where it went
            way = people.reach(work, account_id) if sent_to is None else people.way(work, sent_to)
            if way is None:
                people.hold(work, account_id)
                continue
        letter = _letter(work, id, state, begun, space_id, why, account_id, way)
        if letter is not None:
            return replace(letter, through=through)
    return None


def claim_several(work: Work, pace: timedelta = NO_PACE, passing_over: Collection[int] = (), most: int = MOST_AT_ONCE) -> list[Letter]:
    """The next letter as `claim` takes it; when that is a digest, others that are due with it, one a Space, all gathered at once.

    Each of them is on its way from now on, so whoever asks has a hand free for each.
    """
    first = claim(work, pace, passing_over)
    if first is None:
        return []
    if most < 2 or first.edits or first.unsure_since is not None or not isinstance(first.content[0], digests.Digest):
        return [first]
    rows = work.all(_DUE_DIGESTS, now=work.now, paced=work.now - pace, over=_listed({*passing_over, first.through}))
    chosen = list({through: (id, subject) for id, subject, through in reversed(rows)}.items())[-(most - 1) :]
    said = digests.gather_all(work, [subject for _, (_, subject) in chosen])
    letters = [first]
    for through, (id, subject) in reversed(chosen):
        if subject not in said:
            work.do(_DROP, id=id, why="no longer so")
            continue
        work.do(_SEND, id=id, letter=id, now=work.now, sent_to=None)
        letters.append(Letter(id, work.one(_TOKEN, id=id)[0], _to(work, id, None), (said[subject],), through=through))
    return letters


def _head(work: Work, pace: timedelta, over: str) -> Head | None:
    """What may have arrived comes first: somebody waits behind it."""
    unsure = work.first(_UNSURE, settled=work.now - SETTLE, over=over)
    return unsure or work.first(_DUE, now=work.now, paced=work.now - pace, over=over)


def delivered(work: Work, letter: int, posted: str) -> None:
    """It stands on the platform, at "channel/message"."""
    notices = work.all(_OF_LETTER, letter=letter)
    work.do(_DELIVERED, letter=letter, posted=posted, now=work.now)
    for _, kind, subject, space_id, channel, _ in notices:
        if space_id is not None and channel is not None and _is_a_post(kind):
            chapters.posted_in(work, space_id, channel)
            if kind == "guild-card":
                chapters.opened(work, subject, space_id, channel)
        if kind in TAKES_DOWN:
            work.do(_TAKEN_DOWN, id=subject)
        elif kind == "kudos-post":
            kudos.post_stands(work, subject)
        elif kind == "ask-card":
            asks.card_posted(work, subject)
        elif kind == "reply":
            reflections.reply_stands(work, subject)
        elif kind == "digest":
            digests.went_out(work, subject)


def put_off(work: Work, letter: int, seconds: float) -> None:
    """Nothing arrived: later, each time twice as late, and not for ever."""
    (tries,) = work.first(_TRIES, id=letter) or (1,)
    pause = max(seconds, min(seconds * 2 ** max(0, tries - 1), LONGEST_PAUSE))
    _lose(work, [one for one in work.all(_OF_LETTER, letter=letter) if one[-1] >= MOST_TRIES], f"not taken in {MOST_TRIES} tries")
    work.do(_PUT_OFF, letter=letter, due=work.now + timedelta(seconds=pause))


def hold_back(work: Work, letter: int, seconds: float = 0.0) -> None:
    """Nothing arrived, for a limit: later, as if it had not been tried; with no `seconds` it is the first in line again."""
    if seconds:
        work.do(_LATER, letter=letter, due=work.now + timedelta(seconds=seconds))
    else:
        work.do(_FIRST_AGAIN, letter=letter)


def give_up(work: Work, letter: int, why: str) -> None:
    """The platform will not take it. A closed door makes an account unreachable until its next act, never detached (rule P1).

    What it says is owed again: it goes another way, or waits for one.
    """
    work.do(_UNREACHABLE, letter=letter, now=work.now)
    work.do(_ANOTHER_WAY, letter=letter, now=work.now)
    notices = work.all(_OF_LETTER, letter=letter)  # to a channel there is no other
    _lose(work, notices, why)
    for _, kind, _, space_id, channel, _ in notices:
        if space_id is not None and channel is not None and _is_a_post(kind):
            chapters.refused(work, space_id, channel)


def refused(work: Work, letter: int, why: str) -> None:
    """The platform refuses what it says: each notice goes on its own, and the one that is refused alone is given up."""
    notices = work.all(_OF_LETTER, letter=letter)
    if len(notices) > 1:
        work.do(_SPLIT, letter=letter, why=why[:200], now=work.now)
    else:
        _lose(work, notices, why)


def set_aside(work: Work, notice_id: int, why: str) -> None:
    """It could not be made into a letter: later, on its own, and not for ever; the others go on."""
    work.do(_SET_ASIDE, id=notice_id, due=work.now + timedelta(minutes=5), why=why[:200])
    work.do(_DROP_WORN_OUT, id=notice_id, most=MOST_TRIES)


def let_go(work: Work) -> None:
    """Drop what the caller is still owed of people they block: it does not come later either, when they block them no more."""
    for id, kind, subject in work.all(_OWED_TO, person=work.actor.person):
        try:
            said = LOAD[kind](work, id, subject)
        except Exception:  # an error of ours: it is met, and told, when the notice is due
            continue
        if said is None or _is_kept_out(work, work.actor.account, said):
            work.do(_DROP, id=id, why="no longer so")


def said_by(content: Content) -> tuple[Person, ...]:
    """Whose word or deed somebody reads in it; nobody's where it speaks of a guild, of a channel, or of their own doing."""
    match content:
        case kudos.Arrived():
            return (content.giver,)
        case asks.OfferArrived() | asks.DidItHelp():
            return (content.helper,)
        case asks.TakenNews() | asks.ThankedNews():
            return (content.ask.asker,)
        case asks.HelpNews():
            return (content.receiver,)
        case bonds.WouldAgain():
            return (content.asker,)
        case bonds.SaidYes():
            return (content.other,)
        case introductions.WouldMeet():
            return (*content.others, content.asker) if content.asker is not None else content.others
        case introductions.Met():
            return tuple(one.who for one in content.others)
        case introductions.TheyMet():
            return content.people
        case chapters.SaidYes():
            return (content.asked_by,)
        case members.VouchAsked():
            return content.by, content.who
        case members.SecondWanted() | members.VouchCounted():
            return (content.who,)
        case members.LapsedQuietly():
            return (content.who,) if content.who is not None else ()
        case members.Founded() | members.Uncared() | members.Admitted() | spaces.Welcome() | spaces.Hello() | asks.NotPosted():
            return ()
        case chapters.Readers() | chapters.NotLetIn() | chapters.Paused() | chapters.GoesOn() | chapters.Ended() | chapters.Holding():
            return ()
        case kudos.Nods() | kudos.ReceiverIsABot() | kudos.ReceiverIsElsewhere():  # whom nods are from is looked up for their reader
            return ()
        case accounts.LinkAsked() | accounts.Linked() | accounts.NotConfirmed() | accounts.NoLongerAsked() | accounts.Undone():
            return ()  # who is, or would be, oneself: that is always heard
        case accounts.CameBack() | accounts.LetGoNews() | accounts.WayBackMade() | accounts.Overheard():
            return ()
        case waiting.Waits():  # counts alone
            return ()
        case reflections.AskedAgain() | reflections.Reminder():  # of one's own answer, or that there is none yet
            return ()
        case kudos.Posted() | kudos.Unposted() | asks.Card() | guilds.Card() | digests.Digest():  # to rooms
            return ()
        case reflections.Question() | reflections.Reply():
            return ()
        case _:
            assert_never(content)


def _is_kept_out(work: Work, account_id: int | None, content: Content) -> bool:
    """Whether somebody blocks whoever says this to them (rule P11)."""
    people_in_it = said_by(content) if account_id is not None else ()
    return account_id is not None and bool(people_in_it) and not people.unheard(work, account_id).isdisjoint(one.id for one in people_in_it)


def next_due(work: Work, pace: timedelta = NO_PACE, passing_over: Collection[int] = ()) -> datetime | None:
    """When the courier has something to do again, in other Spaces than those it passes over."""
    given = {"now": work.now, "paced": work.now - pace, "over": _listed(passing_over)}
    owed, sent, paced = work.first(_NEXT, **given), work.first(_SENT, over=given["over"]), work.first(_PACED, **given)
    return min((one[0] + wait for one, wait in ((owed, NO_PACE), (sent, SETTLE), (paced, pace)) if one is not None), default=None)


def _listed(ids: Collection[int]) -> str:
    """Numbers as a text in which a statement finds one: prepared statements take no lists."""
    return "".join(f",{id}," for id in ids)


def _lose(work: Work, notices: Sequence[tuple[int, str, int, int | None, str | None, int]], why: str) -> None:
    """They will not arrive; whoever waits for one of them is told."""
    for id, kind, subject, space_id, channel, _ in notices:
        if kind in ("guild-card", "chapter-again") and space_id is not None and channel is not None:
            chapters.not_let_in(work, space_id, channel)
        elif kind == "ask-card":
            asks.not_taken(work, subject)
        elif kind == "digest":
            digests.not_posted(work, subject)
        work.do(_DROP, id=id, why=why[:200])


def _is_a_post(kind: str) -> bool:
    """Whether it is something new in a channel, and no change of what stands there: what a channel takes or refuses."""
    return kind not in EDITS and kind not in TAKES_DOWN


def _letter(
    work: Work,
    id: int,
    state: NoticeState,
    letter: int | None,
    space_id: int | None,
    why: str | None,
    account_id: int | None,
    way: people.Way | None,
) -> Letter | None:
    unsure = state is NoticeState.SENDING
    if unsure:
        ids = [row[0] for row in work.all(_SAME_LETTER, letter=letter)]
    elif account_id is not None and why is None:
        ids = [row[0] for row in work.all(_TOGETHER, account=account_id, now=work.now)]
    else:  # to a room, or set aside before: on its own, so that it holds nobody back
        ids = [id]
    content, edits, gone = dict[int, Content](), list[Edit](), list[int]()
    for one in ids:
        kind, subject, channel = work.one(_WHAT, id=one)
        try:
            said = LOAD[kind](work, one, subject)
        except Exception as error:
            raise Unsayable(id if unsure else one) from error
        if said is None or (not unsure and _is_kept_out(work, account_id, said)):
            gone.append(one)
            continue
        content[one] = said
        if kind in EDITS:
            edits += [
                Edit(*where.split("/", 1))
                for (where,) in work.all(_POSTED, kind=EDITS[kind], subject=subject, space=space_id, channel=channel)
                if where
            ]
    if not (unsure and content):  # a letter that may have arrived already stays whole: it is found by its first notice
        for one in gone:
            work.do(_DROP, id=one, why="no longer so")
    if not content:
        return None
    head = id if unsure else next(iter(content))
    token, sent_at, tries = work.one(_TOKEN, id=head)
    if unsure and tries >= MOST_LOOKS:
        _lose(work, work.all(_OF_LETTER, letter=head), f"no answer in {MOST_LOOKS} tries")
        return None
    for one in ids if unsure else content:
        work.do(_SEND, id=one, letter=head, now=work.now, sent_to=way.id if way else None)
    return Letter(head, token, _to(work, head, way), tuple(content.values()), tuple(edits), sent_at if unsure else None)


def _to(work: Work, id: int, way: people.Way | None) -> ToAccount | ToRoom:
    if way is not None:
        return ToAccount(way.account, way.space, way.account.locale, way.zone)
    platform, external_id, channel, under, locale = work.one(_TO, id=id)
    return ToRoom(platform or "", external_id or "", channel or "", under, locale)


_on_its_way = notice.alias("on_its_way")
_any_of_theirs, _theirs = account.alias("any_of_theirs"), account.alias("theirs")
_SAME_DESTINATION = or_(
    _on_its_way.c.account_id.in_(  # whichever of somebody's accounts it is for: they may all be read in one place
        select(_any_of_theirs.c.id)
        .join(_theirs, _theirs.c.person_id == _any_of_theirs.c.person_id)
        .where(_theirs.c.id == notice.c.account_id)
        .correlate(notice)
    ),
    and_(_on_its_way.c.space_id == notice.c.space_id, _on_its_way.c.channel == notice.c.channel),
)
# One message at a time to each destination: that keeps their order, however many couriers run. And not too soon after the last.
_LATELY = and_(
    _on_its_way.c.state == NoticeState.DELIVERED, _on_its_way.c.due_at > bindparam("paced"), _on_its_way.c.due_at <= bindparam("now")
)
_WAY_IS_FREE = ~exists(select(literal(1)).where(or_(_on_its_way.c.state == NoticeState.SENDING, _LATELY), _SAME_DESTINATION))
_met_in = account.alias("met_in")
_THROUGH: ColumnElement[int] = func.coalesce(  # the Space it goes through, as far as can be told before its way is looked for
    notice.c.space_id,
    select(_met_in.c.space_id).where(_met_in.c.id == notice.c.account_id).scalar_subquery(),
    NO_SPACE,
    type_=Integer,
)
_NOT_PASSED_OVER = bindparam("over", type_=String).not_like("%," + cast(_THROUGH, String) + ",%")
_asked_in = space.alias("asked_in")
# Anybody can type anybody's id: whoever never spoke to us is looked up first.
_KNOWN_TO_BE_HERE = ~exists(
    select(literal(1))
    .join_from(account, _asked_in, _asked_in.c.id == account.c.space_id)
    .where(
        account.c.id == notice.c.account_id, account.c.looked_up_at.is_(None), account.c.acted_at.is_(None),
        account.c.detached_at.is_(None), _asked_in.c.removed_at.is_(None),
    )
)  # fmt: skip
_LIVES_THERE = and_(chapter.c.space_id == notice.c.space_id, chapter.c.channel == notice.c.channel, chapter.c.state != ChapterState.CLOSED)
# While we may not post in a chapter's channel, what is for it waits there; it goes when the pause is over.
_DOOR_IS_OPEN = ~exists(
    select(literal(1))
    .select_from(chapter)
    .join(room, and_(room.c.space_id == chapter.c.space_id, room.c.channel == chapter.c.channel), isouter=True)
    .where(
        _LIVES_THERE,
        chapter.c.state == ChapterState.PAUSED,
        or_(
            and_(room.c.disallowed_at.is_(None), *(notice.c.kind != kind for kind in TRIES_THE_DOOR)),
            and_(room.c.disallowed_at.is_not(None), or_(*(notice.c.kind == kind for kind in OF_THE_GUILD))),
        ),
    )
    .correlate(notice)
)
_HEAD = select(
    notice.c.id, notice.c.state, notice.c.letter, notice.c.space_id, notice.c.why, notice.c.account_id,
    case((notice.c.state == NoticeState.SENDING, notice.c.sent_to)), _THROUGH,
).order_by(notice.c.due_at, notice.c.id).limit(1).with_for_update(skip_locked=True)  # fmt: skip
# Two statements: one for both would look at all that is due, and sort it, each time.
_UNSURE = prepared(
    _HEAD.where(
        notice.c.state == NoticeState.SENDING, notice.c.due_at <= bindparam("settled"), notice.c.letter == notice.c.id, _NOT_PASSED_OVER
    )
)
_DUE = prepared(
    _HEAD.where(
        notice.c.state == NoticeState.OWED, notice.c.due_at <= bindparam("now"),
        _NOT_PASSED_OVER, _WAY_IS_FREE, _KNOWN_TO_BE_HERE, _DOOR_IS_OPEN,
    )
)  # fmt: skip
_DUE_DIGESTS = prepared(
    select(notice.c.id, notice.c.subject, _THROUGH)
    .where(
        notice.c.state == NoticeState.OWED, notice.c.due_at <= bindparam("now"), notice.c.kind == "digest", notice.c.why.is_(None),
        _NOT_PASSED_OVER, _WAY_IS_FREE, _DOOR_IS_OPEN,
    )
    .order_by(notice.c.due_at, notice.c.id)
    .limit(MOST_AT_ONCE)
)  # fmt: skip
_TOGETHER = prepared(
    select(notice.c.id)
    .where(
        notice.c.account_id == bindparam("account"), notice.c.state == NoticeState.OWED, notice.c.due_at <= bindparam("now"),
        notice.c.why.is_(None),
    )
    .order_by(notice.c.due_at, notice.c.id)
    .limit(MOST_TOGETHER)
)  # fmt: skip
_SAME_LETTER = prepared(
    select(notice.c.id).where(notice.c.letter == bindparam("letter"), notice.c.state == NoticeState.SENDING).order_by(notice.c.id)
)
_TOKEN = prepared(select(notice.c.token, notice.c.due_at, notice.c.tries).where(notice.c.id == bindparam("id")))
_WHAT = prepared(select(notice.c.kind, notice.c.subject, notice.c.channel).where(notice.c.id == bindparam("id")))
_TO = prepared(
    select(space.c.platform, space.c.external_id, notice.c.channel, notice.c.under, chapter.c.locale)
    .join_from(notice, space, space.c.id == notice.c.space_id, isouter=True)
    .join(chapter, _LIVES_THERE, isouter=True)
    .where(notice.c.id == bindparam("id"))
)
_SEND = prepared(
    update(notice)
    .where(notice.c.id == bindparam("id"))
    .values(
        state=NoticeState.SENDING,
        letter=bindparam("letter"),
        sent_to=bindparam("sent_to"),
        due_at=bindparam("now"),
        tries=notice.c.tries + 1,
        gathered_at=func.coalesce(notice.c.gathered_at, bindparam("now", type_=notice.c.gathered_at.type)),
    )
)
_POSTED = prepared(
    select(notice.c.posted).where(
        notice.c.kind == bindparam("kind"), notice.c.subject == bindparam("subject"), notice.c.space_id == bindparam("space"),
        notice.c.channel == bindparam("channel"), notice.c.posted.is_not(None),
    )
)  # fmt: skip
_OURS = and_(notice.c.letter == bindparam("letter"), notice.c.state == NoticeState.SENDING)
_OF_LETTER = prepared(
    select(notice.c.id, notice.c.kind, notice.c.subject, notice.c.space_id, notice.c.channel, notice.c.tries).where(_OURS)
)
_DELIVERED = prepared(update(notice).where(_OURS).values(state=NoticeState.DELIVERED, posted=bindparam("posted"), due_at=bindparam("now")))
_TAKEN_DOWN = prepared(update(notice).where(notice.c.id == bindparam("id")).values(posted=None))
_TRIES = prepared(select(notice.c.tries).where(notice.c.id == bindparam("id")))
_PUT_OFF = prepared(update(notice).where(_OURS).values(state=NoticeState.OWED, due_at=bindparam("due"), gathered_at=None))
_UNTRIED = update(notice).where(_OURS).values(state=NoticeState.OWED, gathered_at=None, tries=notice.c.tries - 1)
_FIRST_AGAIN = prepared(_UNTRIED.values(due_at=notice.c.owed_at))
_LATER = prepared(_UNTRIED.values(due_at=bindparam("due")))
_SPLIT = prepared(
    update(notice).where(_OURS).values(state=NoticeState.OWED, due_at=bindparam("now"), gathered_at=None, why=bindparam("why"))
)
_worn_out = notice.alias("worn_out")
_SET_ASIDE = prepared(
    update(notice)
    .where(notice.c.id == bindparam("id"), or_(notice.c.state == NoticeState.OWED, notice.c.state == NoticeState.SENDING))
    .values(due_at=bindparam("due"), why=bindparam("why"), tries=notice.c.tries + 1)
)
_DROP_WORN_OUT = prepared(
    update(notice)
    .where(
        or_(notice.c.id == bindparam("id"), and_(notice.c.letter == bindparam("id"), notice.c.state == NoticeState.SENDING)),
        exists(select(literal(1)).where(_worn_out.c.id == bindparam("id"), _worn_out.c.tries >= bindparam("most"))),
    )
    .values(state=NoticeState.DROPPED)
)
_OWED_TO = prepared(
    select(notice.c.id, notice.c.kind, notice.c.subject)
    .join(account, account.c.id == notice.c.account_id)
    .where(account.c.person_id == bindparam("person"), or_(notice.c.state == NoticeState.OWED, notice.c.state == NoticeState.WAITING))
    .order_by(notice.c.id)
)
_DROP = prepared(update(notice).where(notice.c.id == bindparam("id")).values(state=NoticeState.DROPPED, why=bindparam("why")))
_UNREACHABLE = prepared(
    update(account)
    .where(account.c.id.in_(select(notice.c.sent_to).where(_OURS, notice.c.sent_to.is_not(None))))
    .values(unreachable_at=bindparam("now"))
)
_ANOTHER_WAY = prepared(
    update(notice)
    .where(_OURS, notice.c.account_id.is_not(None))
    .values(state=NoticeState.OWED, due_at=bindparam("now"), gathered_at=None, tries=0)
)
_NEXT = prepared(
    select(notice.c.due_at)
    .where(notice.c.state == NoticeState.OWED, _NOT_PASSED_OVER, _WAY_IS_FREE, _KNOWN_TO_BE_HERE, _DOOR_IS_OPEN)
    .order_by(notice.c.due_at)
    .limit(1)
)
_SENT = prepared(select(notice.c.due_at).where(notice.c.state == NoticeState.SENDING, _NOT_PASSED_OVER).order_by(notice.c.due_at).limit(1))
_PACED = prepared(
    select(notice.c.due_at)
    .where(
        notice.c.state == NoticeState.DELIVERED, notice.c.due_at > bindparam("paced"), notice.c.due_at <= bindparam("now"),
        _NOT_PASSED_OVER,
    )
    .order_by(notice.c.due_at)
    .limit(1)
)  # fmt: skip
