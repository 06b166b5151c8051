"""Routes of the application itself: login, gateway address, commands, servers and users."""

from __future__ import annotations

from .. import payloads, refusals
from ..record import Json
from ..servers import Server
from .calls import NOTHING, Answer, Call, Handler


def _me(call: Call) -> Answer:
    return 200, {**payloads.user(call.world.bot), "verified": True, "mfa_enabled": False, "locale": "en-US", "email": None}


def _application(call: Call) -> Answer:
    bot = call.world.bot
    owner = next(iter(call.world.people.values()), bot)
    return 200, {
        "id": bot.id,
        "name": bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "hook": True,
        "owner": payloads.user(owner),
        "team": None,
        "bot": payloads.user(bot),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "integration_types_config": {"0": {}},
        "approximate_guild_count": sum(server.has_bot for server in call.world.servers.values()),
    }


def _gateway(call: Call) -> Answer:
    return 200, {"url": call.world.gateway.url}


def _gateway_bot(call: Call) -> Answer:
    limit = {"total": 1000, "remaining": max(0, 1000 - call.world.gateway.identifies), "reset_after": 86_400_000, "max_concurrency": 1}
    return 200, {"url": call.world.gateway.url, "shards": call.world.shards, "session_start_limit": limit}


def _home(call: Call) -> str | None:
    """The server that a command route speaks of; None is global."""
    if call["application"] != call.world.bot.id:
        raise refusals.not_your_application()
    if "guild" not in call.named:
        return None
    server = call.world.server_of(call["guild"])
    if server is None or not server.has_bot:
        raise refusals.missing_access()
    return server.id


def _list_commands(call: Call) -> Answer:
    commands = call.world.commands.listed(_home(call))
    if call.query.get("with_localizations", "").lower() in ("1", "true"):
        return 200, commands
    return 200, [_without_localizations(command) for command in commands]


def _without_localizations(command: Json) -> Json:
    return {key: value for key, value in command.items() if not key.endswith("_localizations")}


def _overwrite_commands(call: Call) -> Answer:
    return 200, call.world.commands.overwrite(_home(call), call.body)


def _add_command(call: Call) -> Answer:
    return call.world.commands.add(_home(call), call.json)


def _get_command(call: Call) -> Answer:
    return 200, call.world.commands.get(_home(call), call["command"])


def _edit_command(call: Call) -> Answer:
    return 200, call.world.commands.edit(_home(call), call["command"], call.json)


def _delete_command(call: Call) -> Answer:
    call.world.commands.delete(_home(call), call["command"])
    return NOTHING


def _emojis(call: Call) -> Answer:
    return 200, {"items": []}


def _server(call: Call) -> Server:
    server = call.world.server_of(call["guild"])
    if server is None or not server.has_bot:
        raise refusals.unknown_guild()
    return server


def _guild(call: Call) -> Answer:
    server = _server(call)
    data = payloads.server_facts(server)
    if call.query.get("with_counts", "").lower() in ("1", "true"):
        data |= {"approximate_member_count": len(server.members), "approximate_presence_count": len(server.members)}
    return 200, data


def _guilds(call: Call) -> Answer:
    here = [server for server in call.world.servers.values() if server.has_bot]
    return 200, [
        {"id": one.id, "name": one.name, "icon": None, "owner": False, "permissions": str(one.bot_permissions), "features": []}
        for one in here
    ]


def _guild_channels(call: Call) -> Answer:
    return 200, [payloads.channel(one, call.world.bot) for one in _server(call).channels.values()]


def _guild_roles(call: Call) -> Answer:
    return 200, [payloads.role(one) for one in _server(call).roles.values()]


def _guild_role(call: Call) -> Answer:
    role = next((one for one in _server(call).roles.values() if one.id == call["role"]), None)
    if role is None:
        raise refusals.unknown_role()
    return 200, payloads.role(role)


def _threads(call: Call) -> Answer:
    server = _server(call)
    return 200, {"threads": [payloads.channel(one, call.world.bot) for one in server.threads if one.bot], "members": [], "has_more": False}


def _members(call: Call) -> Answer:
    server = _server(call)
    if not call.world.gateway.grants("members"):
        raise refusals.missing_access()
    limit, after = int(call.query.get("limit", "1")), int(call.query.get("after", "0"))
    found = sorted((one for one in server.members.values() if int(one.account.id) > after), key=lambda one: int(one.account.id))
    return 200, [payloads.member(one) for one in found[:limit]]


def _search_members(call: Call) -> Answer:
    start, limit = call.query.get("query", "").lower(), int(call.query.get("limit", "1"))
    members = _server(call).members.values()
    found = [
        one for one in members if any((name or "").lower().startswith(start) for name in (one.nick, one.account.handle, one.account.name))
    ]
    return 200, [payloads.member(one) for one in found[:limit]]


def _member(call: Call) -> Answer:
    server = _server(call)
    id = call.world.bot.id if call["user"] == "@me" else call["user"]
    if id not in call.world.accounts:
        raise refusals.unknown_user()
    if id not in server.members:
        raise refusals.unknown_member()
    return 200, payloads.member(server.members[id])


def _leave_guild(call: Call) -> Answer:
    _server(call).lets_bot_go()
    return NOTHING


def _user(call: Call) -> Answer:
    account = call.world.accounts.get(call["user"])
    if account is None:
        raise refusals.unknown_user()
    return 200, payloads.user(account)


COMMANDS = "/applications/{application}/commands"
GUILD_COMMANDS = "/applications/{application}/guilds/{guild}/commands"

OPEN: dict[str, Handler] = {"GET /gateway": _gateway}
HANDLERS: dict[str, Handler] = {
    "GET /users/@me": _me,
    "GET /oauth2/applications/@me": _application,
    "GET /applications/@me": _application,
    "GET /gateway/bot": _gateway_bot,
    **{
        f"{method} {root}{rest}": handler
        for root in (COMMANDS, GUILD_COMMANDS)
        for method, rest, handler in (
            ("GET", "", _list_commands),
            ("PUT", "", _overwrite_commands),
            ("POST", "", _add_command),
            ("GET", "/{command}", _get_command),
            ("PATCH", "/{command}", _edit_command),
            ("DELETE", "/{command}", _delete_command),
        )
    },
    "GET /applications/{application}/emojis": _emojis,
    "GET /users/@me/guilds": _guilds,
    "DELETE /users/@me/guilds/{guild}": _leave_guild,
    "GET /guilds/{guild}": _guild,
    "GET /guilds/{guild}/channels": _guild_channels,
    "GET /guilds/{guild}/roles": _guild_roles,
    "GET /guilds/{guild}/roles/{role}": _guild_role,
    "GET /guilds/{guild}/threads/active": _threads,
    "GET /guilds/{guild}/members": _members,
    "GET /guilds/{guild}/members/search": _search_members,
    "GET /guilds/{guild}/members/{user}": _member,
    "GET /users/{user}": _user,
}
