"""Who answers what on Slack: every command, button, form, shortcut and event, put together by hand."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.slack import (
    accounts,
    asks,
    blocking,
    bonds,
    chapters,
    commands,
    digests,
    engagements,
    events,
    forgetting,
    guilds,
    home,
    introductions,
    kudos,
    members,
    pages,
    people,
    records,
    reflections,
    settings,
    spaces,
    vouching,
    waiting,
)
from adapters.slack.dispatch import Table
from adapters.slack.wire import Handler
from guildbot.commands import COMMANDS

_VERBS: Mapping[str, Mapping[str, Handler]] = {
    "kudos": kudos.COMMANDS,
    "ask": asks.COMMANDS,
    "guild": {
        **guilds.COMMANDS,
        **members.COMMANDS,
        **vouching.COMMANDS,
        **chapters.COMMANDS,
        **settings.COMMANDS,
        **digests.COMMANDS,
        **introductions.COMMANDS,
    },
    "reflect": reflections.COMMANDS,
    "profile": {
        **pages.COMMANDS,
        **waiting.COMMANDS,
        **accounts.COMMANDS,
        **bonds.COMMANDS,
        **blocking.COMMANDS,
        **records.COMMANDS,
        **forgetting.COMMANDS,
    },
}
TABLE = Table(
    commands={
        **{(root, verb): handler for root, verbs in _VERBS.items() for verb, handler in verbs.items()},
        **{(root, "help"): commands.help_ for root in COMMANDS},
    },
    help=commands.help_,
    buttons={
        **kudos.BUTTONS, **asks.BUTTONS, **guilds.BUTTONS, **members.BUTTONS, **chapters.BUTTONS, **reflections.BUTTONS, **people.BUTTONS,
        **vouching.BUTTONS, **spaces.BUTTONS, **pages.BUTTONS, **engagements.BUTTONS, **bonds.BUTTONS,
        **blocking.BUTTONS, **forgetting.BUTTONS, **accounts.BUTTONS, **records.BUTTONS, **settings.BUTTONS,
        **waiting.BUTTONS, **digests.BUTTONS, **introductions.BUTTONS,
    },
    forms={
        **kudos.FORMS, **asks.FORMS, **guilds.FORMS, **members.FORMS, **reflections.FORMS, **people.FORMS,
        **vouching.FORMS, **pages.FORMS, **engagements.FORMS, **bonds.FORMS, **forgetting.FORMS, **accounts.FORMS,
        **records.FORMS, **settings.FORMS, **digests.FORMS, **introductions.FORMS,
    },
    shortcuts={**kudos.SHORTCUTS, **asks.SHORTCUTS, **vouching.SHORTCUTS, **pages.SHORTCUTS},
    suggest=people.suggest,
    home=home.home,
    events=events.EVENTS,
    for_admins=chapters.FOR_ADMINS,
)  # fmt: skip
