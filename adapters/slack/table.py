"""Who answers what on Slack: every command, button, form, shortcut and event, put together by hand."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.slack import asks, chapters, commands, events, guilds, home, kudos, members, people, reflections, spaces, waiting
from adapters.slack.dispatch import Table
from adapters.slack.wire import Handler
from guildbot.commands import COMMANDS

_VERBS: Mapping[str, Mapping[str, Handler]] = {
    "kudos": kudos.COMMANDS,
    "ask": asks.COMMANDS,
    "guild": {**guilds.COMMANDS, **members.COMMANDS, **chapters.COMMANDS},
    "reflect": reflections.COMMANDS,
    "profile": {**people.COMMANDS, **waiting.COMMANDS},
}
TABLE = Table(
    commands={
        **{(root, verb): handler for root, verbs in _VERBS.items() for verb, handler in verbs.items()},
        **{(root, "help"): commands.help_ for root in COMMANDS},
    },
    help=commands.help_,
    buttons={
        **kudos.BUTTONS, **asks.BUTTONS, **guilds.BUTTONS, **members.BUTTONS, **chapters.BUTTONS, **reflections.BUTTONS, **people.BUTTONS,
        **spaces.BUTTONS,
    },
    forms={**kudos.FORMS, **asks.FORMS, **guilds.FORMS, **members.FORMS, **reflections.FORMS, **people.FORMS},
    shortcuts={**kudos.SHORTCUTS, **asks.SHORTCUTS},
    suggest=people.suggest,
    home=home.home,
    events=events.EVENTS,
)  # fmt: skip
