"""The Slack app manifest, made from the commands this bot answers."""

from __future__ import annotations

from typing import Any

from adapters.slack.events import EVENTS
from adapters.slack.table import TABLE
from guildbot.commands import COMMANDS, SHORTCUTS, Shortcut
from guildbot.settings import Settings
from guildbot.words import Say

SCOPES = (
    "app_mentions:read",
    "channels:history",  # histories: only to compare reactions and to find our own notices again
    "channels:read",
    "chat:write",
    "commands",
    "files:write",  # somebody's own record, into their own direct message
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "reactions:read",
    "team:read",
    "users:read",
)
_KINDS = {"message": "message", "anywhere": "global"}


def manifest(settings: Settings) -> dict[str, Any]:
    """What to paste under “Create New App → From a manifest”; names and commands follow LOCALE and COMMAND_PREFIX."""
    say = Say(settings.locale)
    return {
        "display_information": {
            "name": "guildbot",
            "description": "Thanks in your own words, asks for a hand, one warm digest a week. No points, no ranks.",
            "background_color": "#3b2f2f",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": True},
            "bot_user": {"display_name": "guildbot", "always_online": True},
            "slash_commands": [_command(settings, name, what, hint) for name, what, hint in _commands(say)],
            "shortcuts": [_shortcut(say, one) for one in SHORTCUTS if one.on in _KINDS and one.id in TABLE.shortcuts],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def _commands(say: Say) -> list[tuple[str, str, str]]:
    """Name, description, hint."""
    made = []
    for root, (what, verbs) in COMMANDS.items():
        usages = [say.text(verb.usage) for verb in verbs if verb.usage]
        made.append((root, say.text(what), " | ".join(usages)))
    return [*made, ("guildbot", "All of it: " + ", ".join(COMMANDS), "kudos | ask | guild | reflect | profile …")]


def _command(settings: Settings, name: str, what: str, hint: str) -> dict[str, Any]:
    """`should_escape` makes Slack send people and channels as ids."""
    typed = f"/{settings.command_prefix}-{name}" if settings.command_prefix else f"/{name}"
    return {"command": typed, "description": what[:2000], "usage_hint": hint[:1000], "should_escape": True}


def _shortcut(say: Say, one: Shortcut) -> dict[str, Any]:
    return {"name": say.text(one.name)[:24], "type": _KINDS[one.on], "callback_id": one.id, "description": say.text(one.name)[:150]}
