"""Channels that several workspaces share: inside one organisation, or through Slack Connect.

The first workspace hosts the channel; each of the others has it under a name of its own and decides on its own about its bot.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from adapters.sandbox.view import CannotType

if TYPE_CHECKING:
    from .channels import Channel
    from .people import Person
    from .workspaces import Workspace


def connect(channel: Channel, other: Workspace, name: str, members: Iterable[Person], *, bot: bool) -> None:
    """From here on people of both sides are in it, and known to both."""
    if other in channel.workspaces:
        raise CannotType(f"{channel.name} is shared with {other.name} already")
    channel.guests[other] = name
    other.channels[name] = other.channel_of[channel.id] = channel
    channel.members.update(person.id for person in members)
    acquaint(channel)
    for one in channel.workspaces if channel.external else ():
        partner = other if one is channel.workspace else channel.workspace
        channel.turn_in(one, "shared", {"channel": channel.id, "connected_team_id": partner.id})
    if bot:
        channel.admits(other.bot_user_id)


def disconnect(channel: Channel, other: Workspace) -> None:
    """The other side keeps neither the channel nor its people in it."""
    was_external = channel.external
    if was_external:
        for one in channel.workspaces:
            partner = other if one is channel.workspace else channel.workspace
            still = one is channel.workspace and len(channel.guests) > 1
            facts = {"channel": channel.id, "previously_connected_team_id": partner.id, "is_ext_shared": still}
            channel.turn_in(one, "unshared", facts)
    del other.channels[channel.guests.pop(other)], other.channel_of[channel.id]
    own = {person.id for person in other.people.values() if person.team is other}
    channel.members -= own | {other.bot_user_id}


def acquaint(channel: Channel) -> None:
    """Everybody in the channel is known in every workspace that has it."""
    for one in channel.workspaces if channel.guests else ():
        for user in tuple(channel.members):
            if user not in one.person_of:
                found = next((other.person_of[user] for other in channel.workspaces if user in other.person_of), None)
                if found is not None:
                    one.knows(found)
