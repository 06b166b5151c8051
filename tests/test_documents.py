"""What the documents promise is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from adapters.discord.client import Client
from adapters.discord.doctor import NEEDED
from adapters.discord.turns import House
from adapters.slack.manifest import SCOPES
from guildbot.bot import Guildbot
from guildbot.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent


def section(page: str, title: str) -> str:
    return (ROOT / page).read_text().split(f"## {title}")[1].split("\n## ")[0]


def first_column(text: str) -> list[str]:
    return [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("|")][2:]


def test_every_scope_is_told_to_whoever_approves_the_installation() -> None:
    told = re.findall(r"`([a-z_]+(?::[a-z]+)?)`", " ".join(first_column(section("docs/what-it-reads.md", "Slack: scopes"))))
    assert sorted(told) == sorted(SCOPES)


def test_every_permission_and_intent_is_told(bot: Guildbot) -> None:
    said = " ".join(first_column(section("docs/what-it-reads.md", "Discord: permissions"))).lower()
    asked = [name.replace("_", " ").replace("read messages", "view channels") for name, on in NEEDED if on]  # as Discord's pages say it
    assert [name for name in asked if name not in said] == []
    intents = Client(House(bot, Settings(_env_file=None))).intents  # type: ignore[call-arg]
    assert {name.replace("_", " ") for name, on in intents if on} == set(re.findall(r"intent `([a-z ]+)`", said))


def test_every_setting_is_in_the_example() -> None:
    told = set(re.findall(rf"^#? ?({PREFIX}[A-Z_]+)=", (ROOT / "deploy/env.example").read_text(), re.MULTILINE))
    assert told == {PREFIX + name.upper() for name in Settings.model_fields}
