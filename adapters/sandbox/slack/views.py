"""A modal or an App Home, as it stands on one person's screen."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import choices, reading
from .ids import Mint
from .record import JSON

if TYPE_CHECKING:
    from .people import Person
    from .workspaces import Workspace

DEEPEST = 3  # views on top of one another


def identified(blocks: Sequence[JSON], mint: Mint) -> list[JSON]:
    """A copy in which every block and interactive element has an id, as Slack gives one to those without."""
    copied = copy.deepcopy(list(blocks))
    for block in copied:
        if not block.get("block_id"):
            block["block_id"] = mint.secret(5)
    for _, element in reading.elements(copied):
        if not element.get("action_id"):
            element["action_id"] = mint.secret(5)
    return copied


class View:
    def __init__(self, person: Person, said: JSON, under: View | None = None) -> None:
        self.person = person
        self.workspace: Workspace = person.workspace
        self.id = self.workspace.sandbox.mint.id("V")
        self.under = under
        self.errors: dict[str, str] = {}
        self.state: dict[str, JSON] = {}
        self.replace(said)

    def replace(self, said: JSON) -> None:
        """New content; what was typed stays where block and action are the same."""
        mint = self.workspace.sandbox.mint
        self.said = said
        self.blocks = identified(said["blocks"], mint)
        self.shown = mint.ts()
        self.hash = f"{self.shown.partition('.')[0]}.{mint.secret(8)}"
        self.errors = {}
        before, self.state = self.state, {}
        for block, element in reading.elements(self.blocks):
            if element["type"] in choices.STATES:
                kept = before.get(block["block_id"], {}).get(element["action_id"])
                self.state.setdefault(block["block_id"], {})[element["action_id"]] = kept or choices.initial(element)

    @property
    def is_home(self) -> bool:
        return bool(self.said["type"] == "home")

    @property
    def surface(self) -> str:
        return "home" if self.is_home else self.id

    def state_of(self, block: JSON, element: JSON) -> JSON:
        state: JSON = self.state[block["block_id"]][element["action_id"]]
        return state

    def wire(self) -> JSON:
        """The `view` of responses and interactions."""
        root = self
        while root.under is not None:
            root = root.under
        said = {"private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": False, "notify_on_close": False}
        said |= {"title": None, "submit": None, "close": None} | self.said
        return said | {
            "id": self.id,
            "team_id": self.person.team.id,
            "app_id": self.workspace.app_id,
            "app_installed_team_id": self.workspace.id,
            "bot_id": self.workspace.bot_id,
            "blocks": self.blocks,
            "hash": self.hash,
            "state": {"values": {block: dict(actions) for block, actions in self.state.items()}},
            "root_view_id": root.id,
            "previous_view_id": self.under.id if self.under else None,
        }
