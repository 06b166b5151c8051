"""Reads what a person types behind a slash as Discord's client does: command, subcommand, `option:` values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..view import CannotType
from . import payloads
from .command_limits import (
    BOOLEAN,
    CHANNEL_OPTION,
    GROUP,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE_OPTION,
    STRING,
    SUBCOMMAND,
    USER_OPTION,
)
from .commands import CHAT
from .record import Json
from .servers import Account, Channel, Role

if TYPE_CHECKING:
    from .messages import Post
    from .people import Person
    from .world import World

MENTIONED = re.compile(r"(?<![\w@<])([@#])([\w.\-]+)")
YES, NO = {"true", "yes", "on"}, {"false", "no", "off"}


@dataclass(slots=True)
class Resolved:
    """The objects that an interaction carries beside the ids."""

    world: World
    channel: Channel
    found: dict[str, Json] = field(default_factory=dict)

    def account(self, account: Account) -> str:
        self.found.setdefault("users", {})[account.id] = payloads.user(account)
        server = self.channel.server
        if server is not None and account.id in server.members:
            member = server.members[account.id]
            self.found.setdefault("members", {})[account.id] = {**payloads.bare_member(member), "permissions": str(member.permissions)}
        return account.id

    def role(self, role: Role) -> str:
        self.found.setdefault("roles", {})[role.id] = payloads.role(role)
        return role.id

    def message(self, post: Post) -> str:
        self.found.setdefault("messages", {})[post.id] = payloads.message(post, self.world)
        return post.id

    def place(self, channel: Channel) -> str:
        self.found.setdefault("channels", {})[channel.id] = payloads.partial_channel(channel, self.world.bot, None)
        return channel.id


def command_data(world: World, person: Person, channel: Channel, text: str, given: Mapping[str, Any]) -> Json:
    """The `data` of a command interaction. `given` are options passed as values instead of typed ones."""
    command, path, leaf, rest = _find(world, person, channel, text)
    typed = _split(leaf, rest, person.locale)
    resolved = Resolved(world, channel)
    values = []
    for option in leaf.get("options") or []:
        value = given.get(option["name"], typed.get(option["name"]))
        if value is None or value == "":
            if option.get("required"):
                raise CannotType(f"{_shown(command, path)}: the option “{option['name']}” is required")
            continue
        values.append({"name": option["name"], "type": option["type"], "value": _value(option, value, resolved, person)})
    unknown = set(given) - {option["name"] for option in leaf.get("options") or []}
    if unknown:
        raise CannotType(f"{_shown(command, path)} has no option {', '.join(sorted(unknown))}")
    return _data(command, path, values, resolved)


def suggestion_data(world: World, person: Person, channel: Channel, text: str) -> Json:
    """The `data` of an autocomplete interaction: the option typed last is focused, its value as far as it was typed."""
    command, path, leaf, rest = _find(world, person, channel, text)
    typed = _split(leaf, rest, person.locale)
    if not typed:
        raise CannotType(f"{_shown(command, path)}: no option is being typed in {text!r}")
    focused = list(typed)[-1]
    options = {option["name"]: option for option in leaf.get("options") or []}
    if not options[focused].get("autocomplete"):
        raise CannotType(f"{_shown(command, path)}: Discord suggests nothing for “{focused}”")
    resolved = Resolved(world, channel)
    values: list[Json] = []
    for name, value in typed.items():
        option = options[name]
        one: Json = {"name": name, "type": option["type"]}
        if name == focused:
            one |= {"value": value, "focused": True}
        else:
            one["value"] = _value(option, value, resolved, person) if value else ""
        values.append(one)
    data = _data(command, path, values, resolved)
    data.pop("resolved", None)  # Discord sends none while somebody types
    return data


def with_mentions(world: World, channel: Channel, text: str) -> str:
    """@handle, @role and #channel as the client sends them: <@1>, <@&2>, <#3>."""
    server = channel.server
    people: Mapping[str, Account] = {**(server.people if server else world.people), world.bot.handle: world.bot}

    def mention(match: re.Match[str]) -> str:
        sign, word = match.groups()
        for end in range(len(word), 0, -1):
            name, after = word[:end], word[end:]
            if after and after[0].isalnum():
                continue
            if sign == "@" and name in people:
                return f"<@{people[name].id}>{after}"
            if sign == "@" and server and name in server.roles and name != "@everyone":
                return f"<@&{server.roles[name].id}>{after}"
            if sign == "#" and server and name in server.channels:
                return f"<#{server.channels[name].id}>{after}"
        return match[0]

    return MENTIONED.sub(mention, text)


def _find(world: World, person: Person, channel: Channel, text: str) -> tuple[Json, list[Json], Json, str]:
    """The command, the subcommands on the way, the one that takes options, and the text behind it."""
    commands = world.commands.usable(person, channel, CHAT)
    name, _, rest = text.removeprefix("/").partition(" ")
    command = _named(commands, name, person.locale)
    if command is None:
        known = ", ".join(f"/{each['name']}" for each in commands) or "none"
        raise CannotType(f"there is no command /{name} here; there are {known}")
    path: list[Json] = []
    leaf = command
    while any(option["type"] in (SUBCOMMAND, GROUP) for option in leaf.get("options") or []):
        word, _, after = rest.strip().partition(" ")
        child = _named(leaf["options"], word, person.locale)
        if child is None:
            known = ", ".join(option["name"] for option in leaf["options"])
            raise CannotType(f"{_shown(command, path)} needs a subcommand ({known}), not {word!r}")
        path.append(child)
        leaf, rest = child, after
    return command, path, leaf, rest


def _named(ones: list[Json], name: str, locale: str) -> Json | None:
    return next((one for one in ones if name and name in _names(one, locale)), None)


def _names(one: Json, locale: str) -> tuple[str, ...]:
    local = (one.get("name_localizations") or {}).get(locale)
    return (one["name"], local) if local else (one["name"],)


def _split(leaf: Json, rest: str, locale: str) -> dict[str, str]:
    """`people:@ben reason:for: everything` → {"people": "@ben", "reason": "for: everything"}"""
    names = {name: option["name"] for option in leaf.get("options") or [] for name in _names(option, locale)}
    if not names:
        if rest.strip():
            raise CannotType(f"/{leaf['name']} takes no options, so {rest.strip()!r} cannot be typed")
        return {}
    marks = re.compile(rf"(?:^|(?<=\s))({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))}):")
    typed: dict[str, str] = {}
    starts: list[tuple[str, int, int]] = []
    for match in marks.finditer(rest):
        if names[match[1]] not in {name for name, _, _ in starts}:
            starts.append((names[match[1]], match.start(), match.end()))
    before = rest[: starts[0][1]] if starts else rest
    if before.strip():
        raise CannotType(f"{before.strip()!r} belongs to no option; there are {', '.join(names)}")
    for index, (name, _, begin) in enumerate(starts):
        end = starts[index + 1][1] if index + 1 < len(starts) else len(rest)
        typed[name] = rest[begin:end].strip()
    return typed


def _value(option: Json, value: Any, resolved: Resolved, person: Person) -> Any:
    kind, name = option["type"], option["name"]
    if option.get("choices"):
        return _choice(option, value, person.locale)
    if kind == STRING:
        return _string(option, value, resolved)
    if kind in (INTEGER, NUMBER):
        return _number(option, value)
    if kind == BOOLEAN:
        word = str(value).lower()
        if word not in YES | NO:
            raise CannotType(f"“{name}” is True or False, not {value!r}")
        return word in YES
    if kind in (USER_OPTION, MENTIONABLE):
        account = find_account(resolved.world, resolved.channel, value)
        if account is not None:
            return resolved.account(account)
    if kind in (ROLE_OPTION, MENTIONABLE):
        role = _find_role(resolved.channel, value)
        if role is not None:
            return resolved.role(role)
    if kind == CHANNEL_OPTION:
        place = _find_channel(resolved.channel, value)
        if place is not None:
            return resolved.place(place)
    raise CannotType(f"“{name}” cannot be {value!r}")


def _string(option: Json, value: Any, resolved: Resolved) -> str:
    text = f"<@{value.id}>" if isinstance(value, Account) else with_mentions(resolved.world, resolved.channel, str(value))
    low, high = option.get("min_length") or 0, option.get("max_length") or 6000
    if not low <= len(text) <= high:
        raise CannotType(f"“{option['name']}” takes {low} to {high} characters, not {len(text)}")
    return text


def _number(option: Json, value: Any) -> int | float:
    try:
        number = int(value) if option["type"] == INTEGER else float(value)
    except ValueError:
        raise CannotType(f"“{option['name']}” is a number, not {value!r}") from None
    low, high = option.get("min_value"), option.get("max_value")
    if (low is not None and number < low) or (high is not None and number > high):
        raise CannotType(f"“{option['name']}” lies between {low} and {high}, not {value!r}")
    return number


def _choice(option: Json, value: Any, locale: str) -> Any:
    for choice in option["choices"]:
        names = {name.lower() for name in _names(choice, locale)}
        if str(value).lower() in names or value == choice["value"] or str(value) == str(choice["value"]):
            return choice["value"]
    raise CannotType(f"“{option['name']}” is one of {[choice['name'] for choice in option['choices']]}, not {value!r}")


def find_account(world: World, channel: Channel, value: Any) -> Account | None:
    if isinstance(value, Account):
        return value
    word = str(value).strip().removeprefix("<@").removeprefix("!").removesuffix(">").removeprefix("@")
    people: Mapping[str, Account] = channel.server.people if channel.server else world.people
    return people.get(word) or (world.bot if word == world.bot.handle else None) or world.accounts.get(word)


def _find_role(channel: Channel, value: Any) -> Role | None:
    if isinstance(value, Role) or channel.server is None:
        return value if isinstance(value, Role) else None
    word = str(value).strip().removeprefix("<@&").removesuffix(">").removeprefix("@")
    return channel.server.roles.get(word) or next((role for role in channel.server.roles.values() if role.id == word), None)


def _find_channel(channel: Channel, value: Any) -> Channel | None:
    if isinstance(value, Channel) or channel.server is None:
        return value if isinstance(value, Channel) else None
    word = str(value).strip().removeprefix("<#").removesuffix(">").removeprefix("#")
    return channel.server.channels.get(word) or next((one for one in channel.server.channels.values() if one.id == word), None)


def _data(command: Json, path: list[Json], values: list[Json], resolved: Resolved) -> Json:
    options = values
    for one in reversed(path):
        options = [{"name": one["name"], "type": one["type"], "options": options}]
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"], "options": options}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    if resolved.found:
        data["resolved"] = resolved.found
    return data


def _shown(command: Json, path: list[Json]) -> str:
    return "/" + " ".join([command["name"], *(one["name"] for one in path)])
