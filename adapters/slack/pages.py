"""Pages of people on Slack: one's own, which is a form's page that no export holds, and somebody else's by a picker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from adapters.slack import forms, kudos, wire
from adapters.slack.blocks import Block, Voice, buttons, divided, header
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import labels, pages, people
from guildbot.refusals import Unknown


async def mine(turn: Turn) -> Reply:
    """Bare `/profile`, and [My profile]."""
    said = my_page(turn.voice, await turn.look(pages.mine))
    return Opens(forms.page(turn.voice, said.title, said.blocks))


async def kept(turn: Turn) -> Shows:
    """The page again, after something on it was changed in this turn."""
    return my_page(turn.voice, replace(await turn.reading().look(pages.mine), kept=True))


async def whose(turn: Turn) -> Reply:
    """The shortcut *Show profile*, which on Slack asks whose."""
    blocks = forms.whom(turn.voice)
    return Opens(forms.form(turn.voice, "profile.of", labels.SHOW_PROFILE, labels.LOOK, blocks))


async def of(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, {Unknown: "others", people.Several: "others"}, "people"):
        return their_page(turn.voice, await turn.look(pages.of, wire.one_of(turn)))


# how it looks


def my_page(voice: Voice, said: pages.MyPage) -> Shows:
    say, title = voice.say, voice.say.text(labels.PROFILE_TITLE)
    groups = [[voice.rich(said.about_me(say))], [voice.rich(said.ties(say))], [voice.rich(said.ways_in(say))], buttons(*_ways(voice, said))]
    return Shows(tuple(divided(groups)), voice.fallback(said.words(say)), title)


def _ways(voice: Voice, said: pages.MyPage) -> list[Block | None]:
    return [
        voice.button(labels.CHANGE, "profile.edit", style="primary"),
        voice.button(labels.CURRENT_WORK, "engagement.mine"),
        voice.button(labels.WAITING, "profile.waiting"),
        voice.button(labels.WOULD_AGAIN, "bond.mine") if said.bonds.bonds else None,
        voice.button(labels.INTRODUCTIONS, "introduction.mine"),
        voice.button(labels.ACCOUNTS, "account.mine"),
        voice.button(labels.KEEP_A_WAY_BACK, "account.recovery") if not said.accounts.recovery else None,
        voice.button(labels.MY_RECORD, "record.choose"),
        voice.button(labels.FORGET_ME, "forget.ask"),
    ]


def their_page(voice: Voice, said: pages.TheirPage) -> Shows:
    words = said.words(voice.say)
    name = [header(said.person.name)] if said.near or said.me else []
    return Shows((*name, voice.rich(words), *buttons(*_towards(voice, said))), voice.fallback(words), voice.say.text(labels.PROFILE_OF))


def _towards(voice: Voice, said: pages.TheirPage) -> list[Block]:
    if said.me:
        return []
    here, handle = voice.here(said.person), people.handle(said.person)
    thanks = kudos.Draft((said.person.account if here else handle,))
    thank = voice.button(labels.KUDOS_TITLE, "kudos.edit", value=thanks.carried())
    if not said.near:
        return [thank] if here else []
    again = voice.button(labels.WOULD_AGAIN, f"bond.again:{handle}")
    return [thank, again, voice.button(labels.BLOCK, f"block.ask:{handle}")]


COMMANDS: Mapping[str, Handler] = {"show": mine}
BUTTONS: Mapping[str, Handler] = {"profile.show": mine, "profile.whose": whose}
FORMS: Mapping[str, Handler] = {"profile.of": of}
SHORTCUTS: Mapping[str, Handler] = {"profile-anywhere": whose}
