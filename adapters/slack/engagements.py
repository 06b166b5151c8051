"""Current work on Slack: a page of one's own, a form, and ending it. All of it in forms, which no export holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, buttons, divided
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import engagements, labels
from guildbot.kinds import Visibility
from guildbot.refusals import TooLong

SHOWN, HIDDEN = "guilds", "me"


async def mine(turn: Turn) -> Reply:
    """[Current work]"""
    said = outcome(turn.voice, await turn.look(engagements.mine))
    return Opens(forms.page(turn.voice, said.title, said.blocks))


async def begin(turn: Turn) -> Reply:
    return Opens(form(turn.voice, "engagement.begin"))


async def change(turn: Turn) -> Reply:
    return Opens(form(turn.voice, f"engagement.change:{turn.number}", await turn.look(engagements.one, turn.number)))


async def begun(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, _FIELDS, "label"):
        return outcome(turn.voice, await turn.run(engagements.begin, _draft(turn)))


async def changed(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, _FIELDS, "label"):
        return outcome(turn.voice, await turn.run(engagements.change, turn.number, _draft(turn)))


async def show(turn: Turn) -> Reply:
    """[Show to my guilds] or [Only me]"""
    return outcome(turn.voice, await turn.run(engagements.show, turn.number, turn.parts[1] == SHOWN))


async def end(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.run(engagements.end, turn.number))


def _draft(turn: Turn) -> engagements.Draft:
    return engagements.Draft(*(turn.fields.text(name) for name in ("label", "since", "until", "brings", "hopes")))


# how it looks


def outcome(voice: Voice, said: engagements.Outcome) -> Shows:
    title, words = voice.say.text(labels.CURRENT_WORK), said.words(voice.say)
    match said:
        case engagements.MyWork():
            return _page(voice, said, words, title)
        case engagements.WorkKept():
            return _page(voice, said.mine, words, title)
        case engagements.WorkEnded():
            back = voice.button(labels.KEEP_A_WAY_BACK, "account.recovery") if not said.way_back else None
            return wire.shown(voice, words, back, voice.button(labels.MY_PROFILE, "profile.show"), title=title)
        case _:
            assert_never(said)


def _page(voice: Voice, said: engagements.MyWork, words: Any, title: str) -> Shows:
    groups = [[voice.rich(words)]] if words else []
    groups += [[voice.rich([*one.words(voice.say), one.who_sees(voice.say)], bold_first=True), *_ways(voice, one)] for one in said.now]
    more = voice.button(labels.ANOTHER if said.now else labels.TELL_OF_WORK, "engagement.begin")
    groups.append(buttons(more, voice.button(labels.MY_PROFILE, "profile.show")))
    return Shows(tuple(divided(groups)), voice.fallback(words) or title, title)


def _ways(voice: Voice, one: engagements.Engagement) -> list[Block]:
    who = (labels.VISIBILITY[Visibility.ME], HIDDEN) if one.shown else (labels.SHOW_TO_GUILDS, SHOWN)
    return buttons(
        voice.button(who[0], f"engagement.show:{one.id}:{who[1]}"),
        voice.button(labels.CHANGE, f"engagement.change:{one.id}"),
        voice.button(labels.END_IT, f"engagement.end:{one.id}", style="danger"),
    )


def form(voice: Voice, id: str, said: engagements.Engagement | None = None) -> View:
    since, until = (day.isoformat() if day else "" for day in ((said.since, said.until) if said else (None, None)))
    most, long = engagements.MOST_LABEL, engagements.MOST_WORDS
    blocks = [
        forms.typed(voice, "label", labels.WORK_LABEL, initial=said.label if said else "", most=most),
        forms.typed(voice, "since", labels.SINCE, initial=since, optional=True, most=40),
        forms.typed(voice, "until", labels.UNTIL_ABOUT, initial=until, optional=True, most=40),
        forms.typed(voice, "brings", labels.WHAT_I_BRING, initial=said.brings if said else "", optional=True, long=True, most=long),
        forms.typed(voice, "hopes", labels.WHAT_I_HOPE_FOR, initial=said.hopes if said else "", optional=True, long=True, most=long),
    ]
    return forms.form(voice, id, labels.CURRENT_WORK, labels.KEEP, blocks)


_FIELDS: Mapping[type[Any], str] = {
    engagements.NotADate: "since", engagements.NotALastDay: "until", engagements.EndsFirst: "until", TooLong: "brings",
}  # fmt: skip
BUTTONS: Mapping[str, Handler] = {
    "engagement.mine": mine, "engagement.begin": begin, "engagement.change": change, "engagement.show": show, "engagement.end": end,
}  # fmt: skip
FORMS: Mapping[str, Handler] = {"engagement.begin": begun, "engagement.change": changed}
