"""What Slack tells without being asked: reactions, mentions, arrivals, App Home, the end of an installation."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from adapters.slack import asks, commands, guilds, kudos, wire
from adapters.slack.answering import answering
from adapters.slack.blocks import buttons
from adapters.slack.dispatch import Dispatch
from adapters.slack.wire import Payload, Reply, Shows, Turn
from guildbot import accounts, chapters, codes, labels, people, spaces
from guildbot import asks as asks_
from guildbot import guilds as guilds_
from guildbot.who import AccountRef, Caller
from guildbot.work import Work


async def reaction_added(at: Dispatch, body: Payload) -> None:
    turn = _reaction(at, body)
    reply = await kudos.reacted(turn) if turn else None
    if isinstance(reply, Shows) and turn is not None:
        at.later(_whisper(at, turn, reply))


async def reaction_removed(at: Dispatch, body: Payload) -> None:
    turn = _reaction(at, body)
    if turn:
        await kudos.unreacted(turn)


def _reaction(at: Dispatch, body: Payload) -> Turn | None:
    """None for what says nothing: no message, no author known, our own."""
    event = body["event"]
    item, author = event.get("item") or {}, event.get("item_user")
    if item.get("type") != "message" or not author or event.get("user") in (None, at.team.bot_user):
        return None
    return at.event_turn(body, event["user"], item["channel"], parts=(item["channel"], item["ts"], author, event["reaction"]))


async def _whisper(at: Dispatch, turn: Turn, said: Shows) -> None:
    """A line that only the one who reacted sees."""
    await at.client.chat_postEphemeral(channel=turn.parts[0], user=turn.caller.account.id, text=said.text, blocks=list(said.blocks))


async def app_mention(at: Dispatch, body: Payload) -> None:
    """`@guildbot help|list|show` is answered in the thread, by what everybody there may read."""
    event = body["event"]
    if event.get("bot_id") or not event.get("user"):
        return
    words = re.sub(rf"<@{at.team.bot_user}(\|[^>]*)?>", " ", event.get("text") or "").split()
    turn = at.event_turn(body, event["user"], event["channel"], words=" ".join(words))
    if codes.inside(turn.words):  # everybody there can read it
        await at.bot.tend(accounts.overheard, turn.words)
    reply = await answering(turn, _MENTIONED.get(words[0].lower() if words else "help", _forms))
    if isinstance(reply, Shows):
        at.later(_in_thread(at, event, reply))


async def _in_thread(at: Dispatch, event: Payload, said: Shows) -> None:
    thread = event.get("thread_ts") or event["ts"]
    await at.client.chat_postMessage(channel=event["channel"], thread_ts=thread, text=said.text, blocks=list(said.blocks))


async def _help(turn: Turn) -> Reply:
    await turn.run(guilds_.mine)  # heard once, however often Slack sends it
    blocks = commands.blocks(turn.voice)
    return Shows(tuple(blocks), turn.voice.say.text(labels.HERE_IS_MORE))


async def _list(turn: Turn) -> Reply:
    """What is being asked in this channel, as somebody sees it who is in no guild and asked nothing: a thread is no place for offers."""
    nobody = wire.account(turn.team, turn.team.bot_user)
    said = await turn.bot.run(Caller(nobody, turn.caller.place, turn.caller.key), asks_.listed)
    return asks.outcome(turn.voice.louder(), said)


async def _show(turn: Turn) -> Reply:
    """The channel's own guild, as anybody may read it; whose guilds the asking person is in is nobody else's business."""
    said = await turn.run(_of_the_channel)
    return guilds.charter(turn.voice.louder(), said) if said else _ways(turn)


def _of_the_channel(work: Work) -> guilds_.Card | None:
    return guilds_.card(work, work.here.guild.id) if work.here and work.here.guild else None


async def _forms(turn: Turn) -> Reply:
    await turn.run(guilds_.mine)
    return _ways(turn)


def _ways(turn: Turn) -> Reply:
    """A mention opens no form by itself; buttons do."""
    said = [turn.voice.say(labels.HERE_IS_MORE)]
    pressed = buttons(turn.voice.button(labels.THANK_SOMEONE, "home.thank"), turn.voice.button(labels.ASK_FOR_A_HAND, "home.ask"))
    return Shows((turn.voice.rich(said), *pressed), turn.voice.fallback(said))


async def app_home_opened(at: Dispatch, body: Payload) -> None:
    event = body["event"]
    if event.get("tab", "home") != "home":
        return
    turn = at.event_turn(body, event["user"], None)
    await turn.run(spaces.welcome)
    at.later(at.publish_home(turn.caller))


async def member_joined_channel(at: Dispatch, body: Payload) -> None:
    """Only the bot's own arrival means something."""
    event = body["event"]
    if event.get("user") != at.team.bot_user:
        return
    turn = at.event_turn(body, event.get("inviter") or at.team.bot_user, event["channel"])
    await turn.run(spaces.enter, "")
    await let_in(at, body)
    at.later(_learn_name(at, turn, event["channel"]))


async def let_in(at: Dispatch, body: Payload) -> None:
    """Invited again, or the channel is unarchived."""
    await at.bot.tend(chapters.let_in, wire.PLATFORM, at.team.id, body["event"]["channel"])


async def put_out(at: Dispatch, body: Payload) -> None:
    """Removed from a channel, or it is archived or deleted. `*_left` is what Slack tells the one who was removed."""
    await at.bot.tend(chapters.put_out, wire.PLATFORM, at.team.id, body["event"]["channel"])


async def channel_rename(at: Dispatch, body: Payload) -> None:
    """Of a public channel; private ones have no name with us."""
    channel = body["event"]["channel"]
    await at.bot.tend(chapters.renamed, wire.PLATFORM, at.team.id, channel["id"], channel["name"])


async def _learn_name(at: Dispatch, turn: Turn, channel: str) -> None:
    """The event does not say what the channel is called; private ones are not named elsewhere."""
    said: Any = (await at.client.conversations_info(channel=channel))["channel"]
    if not said.get("is_private"):
        await turn.reading().run(spaces.enter, str(said.get("name") or ""))


async def user_change(at: Dispatch, body: Payload) -> None:
    """An account was closed or opened again, or is called something else. It may be known by its own realm or, so far, by ours."""
    user = body["event"]["user"]
    facts = wire.facts(user)
    realms = dict.fromkeys((facts.realm or at.team.realm, at.team.realm))
    await at.bot.tend(people.changed, [AccountRef(wire.PLATFORM, realm, user["id"]) for realm in realms], facts, accounts.join)


async def removed(at: Dispatch, body: Payload) -> None:
    """Uninstalled, or our token taken away."""
    event = body["event"]
    if event["type"] == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
        return
    await at.bot.tend(chapters.uninstalled, wire.PLATFORM, at.team.id)
    at.removed(at.team.id)


_MENTIONED = {"help": _help, "list": _list, "show": _show}
EVENTS: Mapping[str, Callable[[Dispatch, Payload], Awaitable[None]]] = {
    "reaction_added": reaction_added,
    "reaction_removed": reaction_removed,
    "app_mention": app_mention,
    "app_home_opened": app_home_opened,
    "member_joined_channel": member_joined_channel,
    "channel_left": put_out,
    "group_left": put_out,
    "channel_archive": put_out,
    "group_archive": put_out,
    "channel_deleted": put_out,
    "group_deleted": put_out,
    "channel_unarchive": let_in,
    "group_unarchive": let_in,
    "channel_rename": channel_rename,
    "user_change": user_change,
    "app_uninstalled": removed,
    "tokens_revoked": removed,
}
