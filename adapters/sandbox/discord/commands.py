"""The application's commands, global and per server: ids that stay, versions that grow, and who may use which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import refusals
from .command_limits import check_command, check_commands
from .record import Json

if TYPE_CHECKING:
    from .people import Person
    from .servers import Channel
    from .world import World

CHAT, USER, MESSAGE = 1, 2, 3
IN_SERVER, IN_BOT_DM = 0, 1
KEPT = (
    "name_localizations",
    "description_localizations",
    "default_member_permissions",
    "dm_permission",
    "contexts",
    "integration_types",
    "nsfw",
)


class Commands:
    def __init__(self, world: World) -> None:
        self._world = world
        self._homes: dict[str | None, dict[str, Json]] = {None: {}}  # server id (None: global) → command id → command

    def listed(self, server: str | None) -> list[Json]:
        return list(self._homes.get(server, {}).values())

    def get(self, server: str | None, id: str) -> Json:
        try:
            return self._homes[server][id]
        except KeyError:
            raise refusals.unknown_command() from None

    def overwrite(self, server: str | None, wanted: Any) -> list[Json]:
        """PUT: the whole list, or nothing of it when one is wrong."""
        check_commands(wanted)
        before = {_key(command): command for command in self.listed(server)}
        after = [self._registered(server, one, before.get(_key(one))) for one in wanted]
        self._homes[server] = {command["id"]: command for command in after}
        self._world.changes.told()
        return after

    def add(self, server: str | None, wanted: Json) -> tuple[int, Json]:
        """POST: 201 for a new command, 200 when one of that name is replaced."""
        check_command(wanted)
        home = self._homes.setdefault(server, {})
        before = next((command for command in home.values() if _key(command) == _key(wanted)), None)
        command = self._registered(server, wanted, before)
        home[command["id"]] = command
        self._world.changes.told()
        return (200 if before else 201), command

    def edit(self, server: str | None, id: str, changes: Json) -> Json:
        before = self.get(server, id)
        wanted = {**before, **changes}
        check_command(wanted)
        command = self._registered(server, wanted, before)
        self._homes[server][id] = command
        self._world.changes.told()
        return command

    def delete(self, server: str | None, id: str) -> None:
        self.get(server, id)
        del self._homes[server][id]

    def knows(self, name: str) -> bool:
        return any(command["name"] == name for home in self._homes.values() for command in home.values())

    def usable(self, person: Person, channel: Channel, kind: int) -> list[Json]:
        """What Discord's client offers this person here; a server's own command hides a global one of the same name."""
        server = channel.server
        if server is not None and not server.has_bot:
            return []
        own = self.listed(server.id) if server else []
        names = {_key(command) for command in own}
        every = own + [command for command in self.listed(None) if _key(command) not in names]
        return [command for command in every if command["type"] == kind and _offered(command, person, channel)]

    def _registered(self, server: str | None, wanted: Json, before: Json | None) -> Json:
        facts = {
            "application_id": self._world.bot.id,
            "type": wanted.get("type", CHAT),
            "name": wanted["name"],
            "description": wanted.get("description") or "",
            "options": wanted.get("options") or [],
            **{key: wanted.get(key) for key in KEPT},
            "nsfw": bool(wanted.get("nsfw")),
        }
        facts["dm_permission"] = wanted.get("dm_permission", True)
        facts["integration_types"] = wanted.get("integration_types") or [0]
        if server is not None:
            facts["guild_id"] = server
        if before is not None and all(before.get(key) == value for key, value in facts.items()):
            return before
        return {"id": before["id"] if before else self._world.new_id(), **facts, "version": self._world.new_id()}


def _key(command: Json) -> tuple[int, str]:
    return command.get("type", CHAT), command["name"]


def _offered(command: Json, person: Person, channel: Channel) -> bool:
    contexts = command.get("contexts")
    if channel.server is None:
        return IN_BOT_DM in contexts if contexts is not None else command.get("dm_permission") is not False
    if contexts is not None and IN_SERVER not in contexts:
        return False
    needed = command.get("default_member_permissions")
    held = channel.server.members[person.id]
    if needed is None or held.admin:
        return True
    return int(needed) != 0 and held.permissions & int(needed) == int(needed)
