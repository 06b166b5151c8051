"""Settings: one readable sentence for each that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from guildbot.settings import PREFIX, Settings, WrongSettings, read


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No environment and no .env of the machine the tests run on."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)


def set_to(monkeypatch: pytest.MonkeyPatch, **given: str) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)


def test_nothing_set_is_a_bot_without_a_platform() -> None:
    settings = read()
    assert not settings.any_platform
    assert settings.database_path == Path("guildbot.db")


def test_several_workspaces_are_pairs_of_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to(monkeypatch, slack_bot_token="xoxb-1, xoxb-2,", slack_app_token="xapp-1,xapp-2")
    settings = read()
    assert (settings.slack_bot_token, settings.slack_app_token) == (("xoxb-1", "xoxb-2"), ("xapp-1", "xapp-2"))
    assert settings.any_platform


@pytest.mark.parametrize(
    ("given", "name", "said"),
    [
        ({"slack_bot_token": "xoxb-1,xoxb-2", "slack_app_token": "xapp-1"}, "SLACK_BOT_TOKEN", "has 2 and GUILDBOT_SLACK_APP_TOKEN 1"),
        ({"slack_bot_token": "xapp-1", "slack_app_token": "xapp-1"}, "SLACK_BOT_TOKEN", "token 1 of 1 does not begin with xoxb-"),
        ({"slack_app_token": "xoxb-1", "slack_bot_token": "xoxb-1"}, "SLACK_APP_TOKEN", "token 1 of 1 does not begin with xapp-"),
        ({"database_url": "guildbot.db"}, "DATABASE_URL", "sqlite:///guildbot.db"),
        ({"database_url": "sqlite:///"}, "DATABASE_URL", "sqlite:///guildbot.db"),
        ({"timezone": "Mars/Olympus"}, "TIMEZONE", "Mars/Olympus"),
        ({"command_prefix": "GB!"}, "COMMAND_PREFIX", "lower-case letters and digits"),
        ({"log_level": "loud"}, "LOG_LEVEL", "it is one of"),
        ({"public_url": "http://guildbot.example.org"}, "PUBLIC_URL", "http:// is for localhost only"),
        ({"public_url": "guildbot.example.org"}, "PUBLIC_URL", "it looks like https://guildbot.example.org"),
        ({"public_url": "https://10.0.0.7/bot"}, "PUBLIC_URL", "a name and no number"),
        ({"public_url": "https://me@example.org"}, "PUBLIC_URL", "no user"),
        ({"public_url": "https://example.org/bot?x=1"}, "PUBLIC_URL", "nothing after the path"),
        ({"public_url": "https://example.org:99999"}, "PUBLIC_URL", "its port is a number"),
        ({"http_port": "many"}, "HTTP_PORT", "a number from 1 to 65535"),
        ({"http_port": "0"}, "HTTP_PORT", "a number from 1 to 65535"),
        ({"signing_key": "hunter2"}, "SIGNING_KEY", "`guildbot keys new` makes one"),
        ({"signing_key": "z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"}, "SIGNING_KEY", "it is no Ed25519 key"),
        ({"signing_key": "AAAA"}, "SIGNING_KEY", "32 bytes in base64"),
    ],
)
def test_a_wrong_setting_is_one_sentence(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], name: str, said: str) -> None:
    set_to(monkeypatch, **given)
    with pytest.raises(WrongSettings) as wrong:
        read()
    (sentence,) = wrong.value.sentences
    assert f"GUILDBOT_{name}" in sentence
    assert said in sentence
    assert sentence.endswith(".")


def test_everything_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to(monkeypatch, timezone="Mars", log_format="xml", database_url="mysql://")
    with pytest.raises(WrongSettings) as wrong:
        read()
    assert len(wrong.value.sentences) == 3


def test_no_sentence_repeats_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to(monkeypatch, slack_bot_token="hunter2-hunter2", slack_app_token="hunter2-hunter2", signing_key="hunter2-hunter2")
    with pytest.raises(WrongSettings) as wrong:
        read()
    assert "hunter2" not in str(wrong.value)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read().locale = "de"


@pytest.mark.parametrize(
    "written",
    [
        "z3u2RDpgFe6Voz19gxWsBkueKj6XiuC9w1bSBT4FTowsWk6A",
        "ugCYAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    ],
    ids=["base58 Multikey", "base64 Multikey", "base64", "base64 without padding"],
)
def test_a_signing_key_may_be_written_in_several_ways(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    set_to(monkeypatch, signing_key=written)
    assert read().signing_seed == bytes(range(32))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://Guildbot.Example.org/", "https://guildbot.example.org"),
        ("https://example.org:443/a/Bot", "https://example.org/a/Bot"),
        ("https://example.org:8443", "https://example.org:8443"),
        ("http://localhost:8080/", "http://localhost:8080"),
    ],
)
def test_one_address_is_one_name(monkeypatch: pytest.MonkeyPatch, given: str, kept: str) -> None:
    set_to(monkeypatch, public_url=given)
    assert read().public_url == kept
