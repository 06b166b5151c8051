"""Chapters on Slack: opening a guild in a channel, the caretaker's yes, closing; and what a workspace's admins allow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from slack_sdk.errors import SlackApiError

from adapters.slack import wire
from adapters.slack.blocks import Block, Voice, buttons
from adapters.slack.dispatch import Dispatch
from adapters.slack.wire import Handler, Reply, Shows, Turn
from guildbot import chapters, labels


async def open_(turn: Turn) -> Reply:
    """`open <guild>`"""
    with wire.giving_back(turn.raw):
        return outcome(turn.voice, await turn.run(chapters.open_here, wire.spoken(turn.words)))


async def close(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.run(chapters.close_here))


async def allow(turn: Turn) -> Reply:
    """`allow [leaving]`, by whom Slack has just called an admin."""
    return outcome(turn.voice, await turn.run(chapters.allow, wire.spoken(turn.words)))


async def disallow(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.run(chapters.disallow, wire.spoken(turn.words)))


async def agree(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(chapters.agree, turn.number)))


async def decline(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(chapters.decline, turn.number)))


async def retry(turn: Turn) -> Reply:
    """[Try again], after the bot was invited."""
    return wire.instead(outcome(turn.voice, await turn.run(chapters.try_again, turn.number)))


async def close_that(turn: Turn) -> Reply:
    """[Close], for a channel that nobody can type in."""
    return wire.instead(outcome(turn.voice, await turn.run(chapters.close, turn.number)))


async def look_round(at: Dispatch) -> None:
    """After a start: what became of the channels of guilds while nobody listened."""
    for home in await at.bot.tend(chapters.live, wire.PLATFORM, at.team.id):
        try:
            said: Any = (await at.client.conversations_info(channel=home.room.channel))["channel"]
        except SlackApiError as error:
            if error.response["error"] != "channel_not_found":
                raise  # the others will not answer either
            said = {}
        name = "" if said.get("is_private") else str(said.get("name") or home.room.name)
        if name != home.room.name:
            await at.bot.tend(chapters.renamed, wire.PLATFORM, at.team.id, home.room.channel, name)
        may_post = bool(said.get("is_member")) and not said.get("is_archived")
        if may_post is not home.open:
            await at.bot.tend(chapters.let_in if may_post else chapters.put_out, wire.PLATFORM, at.team.id, home.room.channel)


def outcome(voice: Voice, said: chapters.Outcome) -> Shows:
    words = said.words(voice.say)
    match said:
        case chapters.Opening() | chapters.TryingAgain() | chapters.Agreed() | chapters.Declined() | chapters.Closed():
            return wire.shown(voice, words, title=said.guild)
        case chapters.Allowed() | chapters.Disallowed() | chapters.Held() | chapters.Released():
            return wire.shown(voice, words)
        case _:
            assert_never(said)


def notice(voice: Voice, said: chapters.Sent) -> list[Block]:
    words = voice.rich(said.words(voice.say))
    match said:
        case chapters.SaidYes():
            yes = voice.button(labels.YES, f"chapter.agree:{said.chapter}", style="primary")
            return [words, *buttons(yes, voice.button(labels.NOT_NOW, f"chapter.decline:{said.chapter}"))]
        case chapters.NotLetIn():
            return [words, *buttons(voice.button(labels.TRY_AGAIN, f"chapter.retry:{said.chapter}"))]
        case chapters.Paused():
            again = None if said.by_admin else voice.button(labels.TRY_AGAIN, f"chapter.retry:{said.chapter}")
            return [words, *buttons(again, voice.button(labels.CLOSE, f"chapter.close:{said.chapter}"))]
        case chapters.Readers() | chapters.GoesOn() | chapters.Ended() | chapters.Holding():
            return [words]
        case _:
            assert_never(said)


COMMANDS: Mapping[str, Handler] = {"open": open_, "close": close, "allow": allow, "disallow": disallow}
FOR_ADMINS = frozenset((("guild", "allow"), ("guild", "disallow")))
BUTTONS: Mapping[str, Handler] = {
    "chapter.agree": agree, "chapter.decline": decline, "chapter.retry": retry, "chapter.close": close_that,
}  # fmt: skip
