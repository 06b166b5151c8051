"""App Home: what waits for me, my guilds, and where everything begins."""

from __future__ import annotations

from adapters.slack import guilds, spaces, waiting
from adapters.slack.blocks import Block, Voice, divided, header
from adapters.slack.forms import View
from adapters.slack.wire import Turn
from guildbot import guilds as guilds_
from guildbot import labels
from guildbot import waiting as waiting_

MOST = 100


async def home(turn: Turn) -> View:
    """Read anew whenever it is opened."""
    waits = await turn.look(waiting_.waiting)
    mine = await turn.look(guilds_.mine)
    return {"type": "home", "blocks": blocks(turn.voice, waits, mine)}


def blocks(voice: Voice, waits: waiting_.Waiting, mine: guilds_.MyGuilds) -> list[Block]:
    profile = voice.button(labels.MY_PROFILE, "profile.show")
    groups = [
        spaces.home_buttons(voice, profile, voice.button(labels.SHOW_PROFILE, "profile.whose")),
        [header(voice.say.text(labels.WAITING)), *waiting.blocks(voice, waits)],
        list(guilds.outcome(voice, mine).blocks) if mine.guilds else [voice.rich(mine.words(voice.say))],
    ]
    return divided(groups)[:MOST]
