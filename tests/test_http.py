"""What the bot shows the web: its health, its readiness, and the key that its seals are checked with."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters import http
from adapters.sandbox.slack import SlackSandbox
from adapters.seal.issuer import Issuer
from adapters.seal.keys import Key
from guildbot.settings import Settings, WrongSettings
from tests.faults.running import RunningBot

KEY = Key(bytes(range(32)))


async def asked(port: int, path: str) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.json() if "json" in answer.content_type else await answer.text()


def free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return int(any_port.getsockname()[1])


@pytest.mark.parametrize(
    ("url", "path"), [("https://example.org", "/.well-known/did.json"), ("https://example.org/bots/tide", "/bots/tide/did.json")]
)
async def test_the_key_stands_where_did_web_looks(url: str, path: str) -> None:
    issuer = Issuer.of(KEY, url, "")
    assert issuer.path == path
    async with http.shown("127.0.0.1", 0, dict, {path: issuer.document}) as port:
        assert await asked(port, path) == (200, issuer.document)
        assert (await asked(port, "/did.json"))[0] == 404
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
            assert answer.content_type == "application/did+ld+json"
            assert answer.headers["Access-Control-Allow-Origin"] == "*"  # verifiers live in web pages too


async def test_alive_is_not_yet_ready() -> None:
    platforms: dict[str, bool] = {}
    async with http.shown("127.0.0.1", 0, lambda: platforms, {}) as port:
        assert await asked(port, "/healthz") == (200, "alive\n")
        assert await asked(port, "/readyz") == (503, {"ready": False, "platforms": {}})
        platforms.update(slack=True, discord=False)
        assert await asked(port, "/readyz") == (503, {"ready": False, "platforms": {"slack": True, "discord": False}})
        platforms.update(discord=True)
        assert await asked(port, "/readyz") == (200, {"ready": True, "platforms": {"slack": True, "discord": True}})
    with pytest.raises(aiohttp.ClientConnectionError):
        await asked(port, "/healthz")


@pytest.mark.parametrize(
    ("host", "said"),
    [("127.0.0.1", "GUILDBOT_HTTP_PORT {port} on 127.0.0.1 is taken"), ("192.0.2.1", "GUILDBOT_HTTP_HOST 192.0.2.1 is no address of this")],
)
async def test_an_address_that_cannot_be_had_is_a_sentence(host: str, said: str) -> None:
    async with http.shown("127.0.0.1", 0, dict, {}) as port:
        with pytest.raises(WrongSettings) as wrong:
            async with http.shown(host, port, dict, {}):
                pass
    assert str(wrong.value).startswith(said.format(port=port))


def test_it_listens_only_when_there_is_something_to_hear() -> None:
    def opens(**given: Any) -> bool:
        return Settings(_env_file=None, **given).opens_http  # type: ignore[call-arg]

    address, key = {"public_url": "https://example.org"}, {"signing_key": KEY.secret}
    assert [opens(), opens(**address), opens(**key), opens(**address, **key), opens(http_port=9000)] == [False, False, False, True, True]


# The real process


def environment(tmp_path: Path, port: int, **more: str) -> dict[str, str]:
    return {
        "GUILDBOT_DATABASE_URL": f"sqlite:///{tmp_path / 'guildbot.db'}",
        "GUILDBOT_PUBLIC_URL": "https://example.org/bots/tide",
        "GUILDBOT_SIGNING_KEY": KEY.secret,
        "GUILDBOT_HTTP_PORT": str(port),
        **more,
    }


async def test_the_bot_serves_its_key_and_stops_cleanly(tmp_path: Path) -> None:
    port = free_port()
    async with SlackSandbox() as slack:
        slack.workspace("acme", name="Acme").person("ana")
        bot = await RunningBot.start(environment(tmp_path, port, **slack.environment()))
        try:
            assert await asked(port, "/readyz") == (200, {"ready": True, "platforms": {"slack": True}})
            status, document = await asked(port, "/bots/tide/did.json")
            assert (status, document["assertionMethod"]) == (200, [f"did:web:example.org:bots:tide#{KEY.public}"])
        finally:
            await bot.stop()
    assert bot.surprises == 0
    with pytest.raises(aiohttp.ClientConnectionError):
        await asked(port, "/healthz")


async def test_a_taken_port_stops_the_start_in_a_sentence(tmp_path: Path) -> None:
    """Before anybody is connected anywhere."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GUILDBOT_")}
    async with http.shown("127.0.0.1", 0, dict, {}) as port:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "adapters.main", "run",
            cwd=Path(__file__).parents[1], env=clean | environment(tmp_path, port, GUILDBOT_DISCORD_TOKEN="nobody"),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        told, _ = await process.communicate()
    assert process.returncode == 2
    assert told.decode() == f"GUILDBOT_HTTP_PORT {port} on 127.0.0.1 is taken by another program. Stop that one, or set another port.\n"
