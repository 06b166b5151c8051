"""auth, users, team, bots, usergroups: who is who."""

from __future__ import annotations

from ..call import Call, Method, page
from ..people import Person
from ..record import JSON
from ..refusals import Refusal
from ..workspaces import Workspace


def auth_test(call: Call) -> JSON:
    workspace = call.workspace
    said: JSON = {
        "url": workspace.url,
        "team": workspace.name,
        "user": workspace.bot_name,
        "team_id": workspace.id,
        "user_id": workspace.bot_user_id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }
    return said | ({"enterprise_id": workspace.enterprise_id} if workspace.enterprise_id else {})


def user_info(call: Call) -> JSON:
    (user,) = call.need("user")
    if user == call.workspace.bot_user_id:
        return {"user": _bot_user(call.workspace)}
    return {"user": _seen(call, call.person())}


def _seen(call: Call, person: Person) -> JSON:
    """Without what was not asked for or is not granted."""
    said = person.wire()
    if "users:read.email" not in call.workspace.scopes:
        said["profile"].pop("email")
    if not call.flag("include_locale"):
        said.pop("locale", None)
    return said


def user_list(call: Call) -> JSON:
    users = [_bot_user(call.workspace), *(_seen(call, person) for person in call.workspace.people.values())]
    some, following = page(users, call, 1000)
    return {"members": some, "cache_ts": 0, "response_metadata": {"next_cursor": following}}


def user_by_email(call: Call) -> JSON:
    (email,) = call.need("email")
    for person in call.workspace.people.values():
        said = person.wire()
        if said["profile"]["email"] == email and not person.deleted and not person.stranger:
            return {"user": _seen(call, person)}
    raise Refusal("users_not_found")


def _bot_user(workspace: Workspace) -> JSON:
    return {
        "id": workspace.bot_user_id,
        "team_id": workspace.id,
        "name": workspace.bot_name,
        "real_name": workspace.bot_name,
        "deleted": False,
        "is_bot": True,
        "is_app_user": False,
        "is_admin": False,
        "is_owner": False,
        "tz": "America/Los_Angeles",
        "tz_offset": -28800,
        "updated": 0,
        "profile": {
            "real_name": workspace.bot_name,
            "display_name": "",
            "bot_id": workspace.bot_id,
            "api_app_id": workspace.app_id,
            "team": workspace.id,
            "always_active": True,
        },
    }


def team_info(call: Call) -> JSON:
    """One's own team, or that of a stranger who is here through Slack Connect."""
    wanted = call.text("team") or call.workspace.id
    homes = {call.workspace.id: call.workspace} | {person.team.id: person.team for person in call.workspace.people.values()}
    if wanted not in homes:
        raise Refusal("team_not_found")
    team = homes[wanted]
    said: JSON = {"id": team.id, "name": team.name, "domain": team.domain, "url": team.url, "icon": {"image_default": True}}
    if team.enterprise_id is not None:
        said |= {"enterprise_id": team.enterprise_id, "enterprise_name": team.enterprise_name}
    return {"team": said}


def bot_info(call: Call) -> JSON:
    workspace = call.workspace
    if call.text("bot", workspace.bot_id) != workspace.bot_id:
        raise Refusal("bot_not_found")
    said = {"id": workspace.bot_id, "app_id": workspace.app_id, "user_id": workspace.bot_user_id, "name": workspace.bot_name}
    return {"bot": said | {"deleted": False, "updated": 0, "icons": {}}}


def group_users(call: Call) -> JSON:
    (wanted,) = call.need("usergroup")
    group = call.workspace.group_of(wanted)
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": list(group.members)}


def group_list(call: Call) -> JSON:
    said = []
    for group in call.workspace.groups.values():
        one: JSON = {"id": group.id, "team_id": call.workspace.id, "handle": group.handle, "name": group.name, "is_usergroup": True}
        one |= {"user_count": len(group.members), "date_delete": 0}
        said.append(one | ({"users": list(group.members)} if call.flag("include_users") else {}))
    return {"usergroups": said}


METHODS = {
    "auth.test": Method(auth_test, token="x"),
    "users.info": Method(user_info, ("users:read",)),
    "users.list": Method(user_list, ("users:read",)),
    "users.lookupByEmail": Method(user_by_email, ("users:read.email",)),
    "team.info": Method(team_info, ("team:read",)),
    "bots.info": Method(bot_info, ("users:read",)),
    "usergroups.users.list": Method(group_users, ("usergroups:read",)),
    "usergroups.list": Method(group_list, ("usergroups:read",)),
}
