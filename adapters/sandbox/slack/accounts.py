"""The user object, and what befalls an account: closed and opened again, renamed, moved to another zone, given or deprived of office.

An account may be known in several workspaces (an organisation's, or through Slack Connect); the app of each is told.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from adapters.sandbox.view import CannotType

from . import events
from .record import JSON

if TYPE_CHECKING:
    from .people import Person
    from .workspaces import Workspace


def faces(person: Person) -> list[Person]:
    """The same account in every workspace that knows it."""
    known = (workspace.person_of.get(person.id) for workspace in person.workspace.sandbox.workspaces.values())
    return [face for face in known if face is not None]


def wire(person: Person) -> JSON:
    """The user object as the app of this person's workspace gets it; a closed account keeps no name, zone or office outside its profile."""
    home = person.team
    email = f"{person.handle}@{home.domain}.example"
    said: JSON = {
        "id": person.id,
        "team_id": home.id,
        "name": person.handle,
        "deleted": person.deleted,
        "is_bot": person.bot,
        "is_app_user": False,
        "updated": 0,
        "profile": {"real_name": person.name, "display_name": person.handle, "team": home.id, "email": email},
    }
    if person.stranger:
        said["is_stranger"] = not within_reach(person)
    if not person.deleted:
        offset = datetime.now(ZoneInfo(person.tz)).utcoffset()
        said |= {"real_name": person.name, "locale": person.locale}
        said |= {"tz": person.tz, "tz_label": person.tz, "tz_offset": int(offset.total_seconds()) if offset else 0}
        said |= {"is_admin": person.admin, "is_owner": person.owner, "is_primary_owner": person.owner}
        said |= {"is_restricted": person.guest, "is_ultra_restricted": False}
    if home.enterprise_id is not None:
        said["enterprise_user"] = _enterprise_user(person, home.enterprise_id)
    return said


def within_reach(person: Person) -> bool:
    """Whether a stranger is in a channel with the bot of this workspace."""
    workspace = person.workspace
    return any(person.id in channel.members and channel.has_bot(workspace) for channel in workspace.channels.values())


def _enterprise_user(person: Person, enterprise: str) -> JSON:
    """Offices in `enterprise_user` are the organisation's; one's offices in a workspace stand beside it."""
    members = [face.workspace for face in faces(person) if face.team is face.workspace]
    teams = [one.id for one in members if one.enterprise_id == enterprise]
    office = {"is_admin": False, "is_owner": False, "is_primary_owner": False}
    return {"id": person.id, "enterprise_id": enterprise, "enterprise_name": person.team.enterprise_name, "teams": teams} | office


def close(workspace: Workspace, person: Person) -> None:
    """Deactivated: signed out everywhere, and no longer to be written to."""
    for face in _governed(workspace, person):
        face.deleted = True
        face.views.clear()
    told(person)


def reopen(workspace: Workspace, person: Person) -> None:
    for face in _governed(workspace, person):
        face.deleted = False
    told(person)


def rename(person: Person, name: str | None, handle: str | None) -> None:
    for face in faces(person):
        face.name = name or face.name
        if handle is not None:
            here = face.workspace.people
            old = next(key for key, one in here.items() if one is face)
            here[old.replace(face.handle, handle, 1)] = here.pop(old)
            face.handle = handle
    told(person)


def move(person: Person, zone: str) -> None:
    for face in faces(person):
        face.tz = zone
    told(person)


def appoint(person: Person, admin: bool | None, owner: bool | None) -> None:
    """An office is held in one workspace; an owner is an admin, too."""
    person.owner = person.owner if owner is None else owner
    person.admin = person.owner or (person.admin if admin is None else admin)
    _tell(person)


def told(person: Person) -> None:
    for face in faces(person):
        _tell(face)


def _tell(face: Person) -> None:
    workspace = face.workspace
    ts = workspace.sandbox.mint.ts()
    workspace.emit({"type": "user_change", "user": face.wire(), "cache_ts": events.now(workspace), "event_ts": ts})


def _governed(workspace: Workspace, person: Person) -> list[Person]:
    home = person.team
    if not home.sisters(workspace):
        raise CannotType(f"{person.name} belongs to {home.name}; {workspace.name} cannot close or open that account")
    return faces(person)
