"""Letters as Slack messages: sent, looked for, changed, taken down; and what Slack's refusals mean to the courier."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, assert_never

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.limits import Limits
from adapters.slack import (
    accounts,
    asks,
    bonds,
    chapters,
    digests,
    guilds,
    introductions,
    kudos,
    members,
    reflections,
    spaces,
    waiting,
    wire,
)
from adapters.slack.blocks import Block, Voice, divided
from guildbot import accounts as accounts_
from guildbot import asks as asks_
from guildbot import bonds as bonds_
from guildbot import chapters as chapters_
from guildbot import digests as digests_
from guildbot import guilds as guilds_
from guildbot import introductions as introductions_
from guildbot import kudos as kudos_
from guildbot import members as members_
from guildbot import reflections as reflections_
from guildbot import spaces as spaces_
from guildbot import waiting as waiting_
from guildbot.courier import Busy, Content, Edit, Letter, Limited, Malformed, ToAccount, Unreachable, Unsure
from guildbot.people import Facts
from guildbot.who import Quote
from guildbot.words import Phrase, Say, zone

MOST_BLOCKS = 50
MARK = "guildbot_notice"  # the event type of our metadata; its payload is the letter's token and nothing else
LOOK_BACK = timedelta(hours=1)  # it may have been looked for before, each time a little later
LOOK_AHEAD = timedelta(minutes=10)  # for a clock of ours that is behind Slack's
PAGE = 200
POSTING = "chat.postMessage"
UNSAID = 30.0  # seconds, where a limit says no time of its own
_AMBIGUOUS = frozenset(("internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"))
_MALFORMED = frozenset((
    "invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "invalid_arguments", "no_text",
))  # fmt: skip
_LOCKED_OUT = frozenset(("invalid_auth", "token_revoked", "token_expired", "account_inactive", "not_authed"))
LOCKED_OUT_PAUSE = 300.0  # somebody has to mend the token first
_GONE = frozenset(("message_not_found", "cant_update_message", "cant_delete_message", "channel_not_found", "is_archived", "not_in_channel"))


def blocks(voice: Voice, said: Content) -> list[Block]:
    """One item of a letter."""
    match said:
        case spaces_.Welcome() | spaces_.Hello():
            return spaces.notice(voice, said)
        case guilds_.Card():
            return guilds.notice(voice, said)
        case chapters_.SaidYes() | chapters_.Readers() | chapters_.NotLetIn() | chapters_.Paused():
            return chapters.notice(voice, said)
        case chapters_.GoesOn() | chapters_.Ended() | chapters_.Holding():
            return chapters.notice(voice, said)
        case members_.Founded() | members_.Uncared() | members_.Admitted() | members_.VouchCounted() | members_.LapsedQuietly():
            return members.notice(voice, said)
        case members_.SecondWanted() | members_.VouchAsked():
            return members.notice(voice, said)
        case kudos_.Arrived() | kudos_.Posted() | kudos_.Unposted() | kudos_.Nods():
            return kudos.notice(voice, said)
        case kudos_.ReceiverIsABot() | kudos_.ReceiverIsElsewhere():
            return kudos.notice(voice, said)
        case accounts_.LinkAsked() | accounts_.Linked() | accounts_.NotConfirmed() | accounts_.NoLongerAsked() | accounts_.Undone():
            return accounts.notice(voice, said)
        case accounts_.CameBack() | accounts_.LetGoNews() | accounts_.WayBackMade() | accounts_.Overheard():
            return accounts.notice(voice, said)
        case bonds_.WouldAgain() | bonds_.SaidYes():
            return bonds.notice(voice, said)
        case introductions_.WouldMeet() | introductions_.Met() | introductions_.TheyMet():
            return introductions.notice(voice, said)
        case asks_.Card() | asks_.OfferArrived() | asks_.DidItHelp() | asks_.NotPosted():
            return asks.notice(voice, said)
        case asks_.TakenNews() | asks_.ThankedNews() | asks_.HelpNews():
            return asks.notice(voice, said)
        case reflections_.Question() | reflections_.Reminder() | reflections_.AskedAgain() | reflections_.Reply():
            return reflections.notice(voice, said)
        case waiting_.Waits():
            return waiting.notice(voice, said)
        case digests_.Digest():
            return digests.notice(voice, said)
        case _:
            assert_never(said)


def _title(said: Content) -> list[Phrase]:
    """What stands in a header, for those who only see the text."""
    return [(Quote(said.name),)] if isinstance(said, guilds_.Card) else []


class Post:
    """One workspace's outgoing mail. A limit that Slack tells of is one method's, in this workspace."""

    def __init__(self, client: AsyncWebClient, voice: Voice, limits: Limits[str]) -> None:
        self._client, self._voice, self._limits = client, voice, limits

    async def deliver(self, letter: Letter) -> str:
        """Answers with "channel/message"."""
        unposted = [one for one in letter.content if isinstance(one, kudos_.Unposted)]
        if unposted:
            posts = [await self._take_down(one) for one in unposted]
            return posts[0]
        said = self._message(letter)
        if letter.edits:
            posts = [await self._change(edit, said) for edit in letter.edits]
            return posts[0]
        where = letter.to.account.id if isinstance(letter.to, ToAccount) else letter.to.channel
        thread = None if isinstance(letter.to, ToAccount) else letter.to.under
        async with understanding(self._limits, POSTING):
            answer = await self._client.chat_postMessage(
                channel=where, thread_ts=thread, metadata={"event_type": MARK, "event_payload": {"id": letter.token}},
                unfurl_links=False, unfurl_media=False, **said,
            )  # fmt: skip
        return f"{answer['channel']}/{answer['ts']}"

    def _message(self, letter: Letter) -> dict[str, Any]:
        voice = self._voice_for(letter)
        shown = divided([blocks(voice, one) for one in letter.content])[:MOST_BLOCKS]
        text = voice.fallback([phrase for one in letter.content for phrase in (*_title(one), *one.words(voice.say))])
        return {"blocks": shown, "text": text or " "}

    def _voice_for(self, letter: Letter) -> Voice:
        """A person reads in their own language and zone, a chapter in its own language; what neither says is the house's."""
        base = self._voice
        if not isinstance(letter.to, ToAccount):
            return Voice(Say(letter.to.locale or base.say.locale, base.say.zone), base.team, base.prefix).louder()
        say = Say(letter.to.locale or base.say.locale, zone(letter.to.zone) if letter.to.zone else base.say.zone)
        return Voice(say, base.team, base.prefix)

    async def _change(self, edit: Edit, said: Mapping[str, Any]) -> str:
        try:
            async with understanding(self._limits, "chat.update"):
                await self._client.chat_update(channel=edit.channel, ts=edit.message, **said)
        except Unreachable as why:
            if str(why) not in _GONE:
                raise
        return f"{edit.channel}/{edit.message}"

    async def _take_down(self, said: kudos_.Unposted) -> str:
        try:
            async with understanding(self._limits, "chat.delete"):
                await self._client.chat_delete(channel=said.room.channel, ts=said.message)
        except Unreachable as why:
            if str(why) not in _GONE:
                raise
        return f"{said.room.channel}/{said.message}"

    async def find(self, letter: Letter) -> str | None:
        """Changing and deleting may be done twice; only what may have been posted is looked for."""
        if letter.edits or any(isinstance(one, kudos_.Unposted) for one in letter.content) or letter.unsure_since is None:
            return None
        channel = await self._channel(letter)
        async for message in self._messages_around(letter, channel, letter.unsure_since):
            mark = message.get("metadata") or {}
            if mark.get("event_type") == MARK and mark.get("event_payload", {}).get("id") == letter.token:
                return f"{channel}/{message['ts']}"
        return None

    async def _messages_around(self, letter: Letter, channel: str, when: datetime) -> AsyncIterator[Mapping[str, Any]]:
        """What stands where the letter would, from the time it was sent; page by page."""
        where: dict[str, Any] = {
            "channel": channel, "oldest": str((when - LOOK_BACK).timestamp()), "latest": str((when + LOOK_AHEAD).timestamp()),
            "include_all_metadata": True, "limit": PAGE,
        }  # fmt: skip
        ask: Callable[..., Awaitable[Any]] = self._client.conversations_history
        method = "conversations.history"
        if not isinstance(letter.to, ToAccount) and letter.to.under:
            ask, method, where["ts"] = self._client.conversations_replies, "conversations.replies", letter.to.under
        cursor = ""
        while True:
            async with understanding(self._limits, method):
                said = await ask(**where, cursor=cursor or None)
            for message in said["messages"]:
                yield message
            cursor = (said.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    async def _channel(self, letter: Letter) -> str:
        if not isinstance(letter.to, ToAccount):
            return letter.to.channel
        async with understanding(self._limits, "conversations.open"):
            opened = await self._client.conversations_open(users=[letter.to.account.id])
        return str(opened["channel"]["id"])

    async def look_up(self, user: str) -> Facts | None:
        """What `users.info` says; None when Slack knows nobody by that id."""
        try:
            async with understanding(self._limits, "users.info"):
                said: Any = (await self._client.users_info(user=user, include_locale=True))["user"]
        except Unreachable:
            return None
        return wire.facts(said)


@asynccontextmanager
async def understanding(limits: Limits[str], method: str) -> AsyncIterator[None]:
    """One call of a method: Slack's answers and silences, as the courier knows them; none before a limit of the method is over."""
    if left := limits.left(method):
        raise Limited(left, widely=method == POSTING)
    try:
        yield
    except SlackApiError as error:
        meaning = _meaning(error)
        if isinstance(meaning, Limited):
            limits.hold(method, meaning.seconds)
            meaning.widely = method == POSTING
        raise meaning from error
    except aiohttp.ClientConnectorError as error:  # nothing was sent
        raise Busy() from error
    except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
        raise Unsure from error


def _meaning(error: SlackApiError) -> Exception:
    response: Any = error.response
    status = getattr(response, "status_code", 200)
    why = str(response.get("error", "") if hasattr(response, "get") else "")
    if why == "ratelimited" or status == 429:
        return Limited(float(response.headers.get("Retry-After", UNSAID)))
    if status == 503:
        return Busy()
    if why in _LOCKED_OUT or status == 401:
        return Busy(LOCKED_OUT_PAUSE)
    if why in _MALFORMED:
        return Malformed(why)
    if why in _AMBIGUOUS or status >= 500 or not why:
        return Unsure()
    return Unreachable(why)
