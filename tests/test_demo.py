"""The demo, from its first line to its last, and at its prompt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.demo import demo


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen on which no sentence is broken."""
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody will type at the prompts; then they close the terminal."""
    lines: list[str] = []
    waiting: Iterator[str] = iter(lines)

    def asked(prompt: str) -> str:
        for line in waiting:
            return line
        raise EOFError

    monkeypatch.setattr("builtins.input", asked)
    return lines


async def test_two_weeks_are_told_to_their_end(capsys: pytest.CaptureFixture[str]) -> None:
    await demo()
    told, complaints = capsys.readouterr()
    assert complaints == ""
    slack, discord = told.split("The same Friday in Discord")
    assert "You let me be slow at the whiteboard" in slack.split("Priya sees in #craft")[-1]  # typed in Discord
    assert "marking every pause" in discord  # typed in Slack
    farewell = discord.split("uninstalls the bot")[1]
    assert all(name in farewell for name in ("Hanne, caretaker", "Sol, caretaker", "Priya, caretaker", "Tomasz", "Leigh", "Yusra"))
    assert "Tidewater is still there" in farewell


async def test_one_types_as_anybody(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    typed += ["/kudos @sol for ringing instead of typing", "sol> /reflect mine", "nobody> /kudos", "who", "wait 1d"]
    typed += ["/kudos", "close", "quit"]
    await demo(stay=True)
    told = capsys.readouterr().out
    assert "Passed on to @Sol." in told
    assert "ringing instead of typing" in told.split("Sol sees in a direct message")[1]
    assert "Sol reads: Your answers" in told
    assert "No such person or place" in told
    assert "Tuesday 3 November" in told


async def test_a_form_at_the_prompt_can_be_left_by_closing_the_terminal(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    typed += ["/kudos"]
    await demo(stay=True)
    assert "Hanne gets a form: Give kudos" in capsys.readouterr().out
