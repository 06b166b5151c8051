"""The Web API methods, by name."""

from __future__ import annotations

from ..call import Method
from . import chat, conversations, directory, files, reactions, views

METHODS: dict[str, Method] = {
    "apps.connections.open": Method(lambda call: {}, token="xapp"),
    **chat.METHODS,
    **conversations.METHODS,
    **directory.METHODS,
    **files.METHODS,
    **reactions.METHODS,
    **views.METHODS,
}
