"""What the bot owes: notices become letters, letters are delivered, and what became of them is written down.

Everything said to anyone but the caller was committed as a notice with the deed. The courier claims what is due for one
destination, looks up what is still true and still allowed (consent is read here, not earlier), hands it to the platform's
`Messenger`, and notes the outcome. When it cannot know whether a message arrived, it waits longer than the slowest
accept, looks for the letter's token on the platform, and only then sends again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import and_, bindparam, exists, func, literal, or_, select, update

from guildbot import asks, chapters, digests, guilds, kudos, members, people, reflections, spaces
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, notice, space
from guildbot.kinds import NoticeState
from guildbot.who import AccountRef
from guildbot.work import Work

MOST_TOGETHER = 5  # what was held back overnight arrives as one message
MOST_TRIES = 14  # each pause is twice the one before, up to an hour: a platform may be away for a good four hours
LONGEST_PAUSE = 3600.0
MOST_LOOKS = 60  # half an hour of no answer at all
SETTLE = timedelta(seconds=30)  # longer than a platform takes to accept a message it did not answer for

Content = (
    spaces.Welcome | spaces.Hello | guilds.Card | chapters.Sent | members.Sent | kudos.Sent | asks.Sent
    | reflections.Question | digests.Digest
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


class Unsure(Exception):
    """No answer came: it may have arrived or not."""


class Unsayable(Exception):
    """A notice that cannot be made into a letter, because of an error of ours."""

    def __init__(self, notice: int) -> None:
        super().__init__(notice)
        self.notice = notice


class Messenger(Protocol):
    """The one port of the core: how a platform delivers, and whom it knows."""

    async def deliver(self, letter: Letter) -> str:
        """Send it; answers with "channel/message". Raises Unreachable, Busy, Malformed or Unsure."""
        ...

    async def find(self, letter: Letter) -> str | None:
        """Where a letter that may have arrived stands; None when it did not arrive."""
        ...

    async def look_up(self, account: AccountRef, space: str) -> people.Facts | None:
        """What the platform says about an account, asked in a Space; None when it knows none. Raises Busy."""
        ...


Load = Callable[[Work, int, int], Any]
LOAD: Mapping[str, Load] = {
    "welcome": spaces.welcome_to_send,
    "hello": spaces.hello_to_send,
    "guild-card": guilds.card_to_send,
    "guild-update": guilds.card_to_send,
    "chapter-asked": chapters.asked,
    "readers": chapters.readers,
    "not-let-in": chapters.refused_entry,
    "founded": members.founded,
    "uncared": members.uncared,
    "kudos": kudos.arrived,
    "kudos-post": kudos.posted,
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
    "did-it-help": asks.did_it_help,
    "help-confirmed": asks.help_confirmed,
    "question": reflections.question_to_send,
    "digest": digests.gather,
}
EDITS = {"ask-update": "ask-card", "guild-update": "guild-card"}  # a notice of this kind changes the posts of that one


def claim(work: Work) -> Letter | None:
    """Take the next letter that is due: from now on it may be on its way. None when nothing is due. Raises Unsayable."""
    work.alone("courier")  # two at once could each find a destination free
    while (head := work.first(_DUE, now=work.now, settled=work.now - SETTLE)) is not None:
        letter = _letter(work, *head)
        if letter is not None:
            return letter
    return None


def delivered(work: Work, letter: int, posted: str) -> None:
    """It stands on the platform, at "channel/message"."""
    notices = work.all(_OF_LETTER, letter=letter)
    work.do(_DELIVERED, letter=letter, posted=posted, now=work.now)
    for _, kind, subject, space_id, channel, _ in notices:
        if kind == "guild-card" and space_id is not None and channel is not None:
            chapters.opened(work, subject, space_id, channel)
        elif kind == "unpost":
            work.do(_TAKEN_DOWN, id=subject)
        elif kind == "kudos-post":
            kudos.post_stands(work, subject)
        elif kind == "ask-card":
            asks.card_posted(work, subject)


def put_off(work: Work, letter: int, seconds: float) -> None:
    """Nothing arrived: later, each time twice as late, and not for ever."""
    (tries,) = work.first(_TRIES, id=letter) or (1,)
    pause = max(seconds, min(seconds * 2 ** max(0, tries - 1), LONGEST_PAUSE))
    _lose(work, [one for one in work.all(_OF_LETTER, letter=letter) if one[-1] >= MOST_TRIES], f"not taken in {MOST_TRIES} tries")
    work.do(_PUT_OFF, letter=letter, due=work.now + timedelta(seconds=pause))


def give_up(work: Work, letter: int, why: str) -> None:
    """The platform will not take it. A closed door makes an account unreachable until its next act, never detached (rule P1)."""
    work.do(_UNREACHABLE, letter=letter, now=work.now)
    _lose(work, work.all(_OF_LETTER, letter=letter), why)


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


def next_due(work: Work) -> datetime | None:
    """When the courier has something to do again."""
    ((owed,), (sent,)) = work.one(_NEXT), work.one(_SENT)
    return min((at for at in (owed, sent + SETTLE if sent else None) if at is not None), default=None)


def _lose(work: Work, notices: Sequence[tuple[int, str, int, int | None, str | None, int]], why: str) -> None:
    """They will not arrive; whoever waits for one of them is told."""
    for id, kind, subject, space_id, channel, _ in notices:
        if kind == "guild-card" and space_id is not None and channel is not None:
            chapters.not_let_in(work, subject, space_id, channel)
        elif kind == "ask-card":
            asks.not_taken(work, subject)
        work.do(_DROP, id=id, why=why[:200])


def _letter(
    work: Work, id: int, state: NoticeState, letter: int | None, account_id: int | None, space_id: int | None, why: str | None
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
        kind, subject = work.one(_WHAT, id=one)
        try:
            said = LOAD[kind](work, one, subject)
        except Exception as error:
            raise Unsayable(id if unsure else one) from error
        if said is None:
            gone.append(one)
            continue
        content[one] = said
        if kind in EDITS:
            edits += [
                Edit(*where.split("/", 1)) for (where,) in work.all(_POSTED, kind=EDITS[kind], subject=subject, space=space_id) if where
            ]
    if not (unsure and content):  # a letter that may have arrived already stays whole: it is found by its first notice
        for one in gone:
            work.do(_DROP, id=one, why="no longer so")
    if not content:
        return None
    head = id if unsure else next(iter(content))
    token, sent_at, tries = work.one(_TOKEN, id=head)
    if unsure and tries >= MOST_LOOKS:
        work.do(_GIVE_UP, letter=head, why=f"no answer in {MOST_LOOKS} tries")
        return None
    for one in ids if unsure else content:
        work.do(_SEND, id=one, letter=head, now=work.now)
    return Letter(head, token, _to(work, head), tuple(content.values()), tuple(edits), sent_at if unsure else None)


def _to(work: Work, id: int) -> ToAccount | ToRoom:
    account_id, platform, external_id, channel, under = work.one(_TO, id=id)
    if account_id is None:
        return ToRoom(platform or "", external_id or "", channel or "", under)
    known, _ = people.by_account(work, account_id)
    (space_name,) = work.first(_SPACE_OF, id=known.space) or (None,)
    return ToAccount(known.ref, space_name, known.ref.locale, known.zone)


_on_its_way = notice.alias("on_its_way")
_SAME_DESTINATION = or_(
    _on_its_way.c.account_id == notice.c.account_id,
    and_(_on_its_way.c.space_id == notice.c.space_id, _on_its_way.c.channel == notice.c.channel),
)
# One message at a time to each destination: that keeps their order, however many couriers run.
_WAY_IS_FREE = ~exists(select(literal(1)).where(_on_its_way.c.state == NoticeState.SENDING, _SAME_DESTINATION))
# Anybody can type anybody's id: whoever never spoke to us is looked up first.
_KNOWN_TO_BE_HERE = ~exists(
    select(literal(1)).where(
        account.c.id == notice.c.account_id, account.c.looked_up_at.is_(None), account.c.acted_at.is_(None), account.c.space_id.is_not(None)
    )
)
_DUE = prepared(
    select(notice.c.id, notice.c.state, notice.c.letter, notice.c.account_id, notice.c.space_id, notice.c.why)
    .where(
        or_(
            and_(
                notice.c.state == NoticeState.OWED,
                notice.c.due_at <= bindparam("now"),
                _WAY_IS_FREE,
                _KNOWN_TO_BE_HERE,
            ),
            and_(notice.c.state == NoticeState.SENDING, notice.c.due_at <= bindparam("settled"), notice.c.letter == notice.c.id),
        )
    )
    .order_by(notice.c.due_at, notice.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
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
_WHAT = prepared(select(notice.c.kind, notice.c.subject).where(notice.c.id == bindparam("id")))
_TO = prepared(
    select(notice.c.account_id, space.c.platform, space.c.external_id, notice.c.channel, notice.c.under)
    .join_from(notice, space, space.c.id == notice.c.space_id, isouter=True)
    .where(notice.c.id == bindparam("id"))
)
_SPACE_OF = prepared(select(space.c.external_id).where(space.c.id == bindparam("id"), space.c.removed_at.is_(None)))
_SEND = prepared(
    update(notice)
    .where(notice.c.id == bindparam("id"))
    .values(
        state=NoticeState.SENDING,
        letter=bindparam("letter"),
        due_at=bindparam("now"),
        tries=notice.c.tries + 1,
        gathered_at=func.coalesce(notice.c.gathered_at, bindparam("now", type_=notice.c.gathered_at.type)),
    )
)
_POSTED = prepared(
    select(notice.c.posted).where(
        notice.c.kind == bindparam("kind"), notice.c.subject == bindparam("subject"), notice.c.space_id == bindparam("space"),
        notice.c.posted.is_not(None),
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
_DROP = prepared(update(notice).where(notice.c.id == bindparam("id")).values(state=NoticeState.DROPPED, why=bindparam("why")))
_GIVE_UP = prepared(update(notice).where(_OURS).values(state=NoticeState.DROPPED, why=bindparam("why")))
_UNREACHABLE = prepared(
    update(account)
    .where(account.c.id.in_(select(notice.c.account_id).where(_OURS, notice.c.account_id.is_not(None))))
    .values(unreachable_at=bindparam("now"))
)
_NEXT = prepared(select(func.min(notice.c.due_at)).where(notice.c.state == NoticeState.OWED, _WAY_IS_FREE, _KNOWN_TO_BE_HERE))
_SENT = prepared(select(func.min(notice.c.due_at)).where(notice.c.state == NoticeState.SENDING))
