"""What the log never holds, whatever its level: people's words and secrets."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import structlog

from adapters import logs
from guildbot.settings import read


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure(read(_env_file=None, log_level="debug"))
    yield capsys
    root.handlers[:], root.level = before
    structlog.reset_defaults()


@pytest.mark.parametrize("sdk", ["slack", "slack.app", "slack_bolt.App", "slack_sdk.web", "discord.gateway", "aiohttp.client"])
def test_what_an_sdk_says_at_debug_level_is_not_logged(sdk: str, told: pytest.CaptureFixture[str]) -> None:
    """Their debug lines are payloads, with private answers in them (rule R2)."""
    logging.getLogger(sdk).debug("Received message: view_submission “I moved the kettle”")
    assert "kettle" not in told.readouterr().err


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy",
        "xapp-1-A0BENCH01-123456-0a1b2c3d",
        "https://hooks.slack.com/commands/T1/2/3abc",
        "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
        "/interactions/1234/aW50ZXJhY3Rpb24.x",
        "4f2a-91bc-77d0-e3f1",
    ],
)
def test_secrets_are_covered_in_every_line(secret: str, told: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().warning("refused", why=f"token {secret} was not taken")
    said = told.readouterr().err
    assert "refused" in said
    assert secret not in said
