"""A story of each feature in SimCord, an independent model of Discord that drives the same client in process.

Where our own sandbox and SimCord disagree about Discord, one of these contradicts the stories beside it. Reactions are
told there only: SimCord leaves out whose message it was (`message_author_id`), without which a reaction says nothing to us.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.env import Env
from simcord.results import InteractionResult, ResponseMessage

from adapters.discord.client import Client, DiscordPlatform
from adapters.jobs import Jobs
from guildbot.bot import Guildbot
from guildbot.settings import Settings
from tests.conftest import Clock

pytestmark = pytest.mark.simcord(shard_count=1)


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, discord_token="x", host_name="Ada")  # type: ignore[call-arg]


@pytest.fixture
def platform(bot: Guildbot, settings: Settings) -> DiscordPlatform:
    return DiscordPlatform(bot, settings)


@pytest.fixture
def simcord_bot(platform: DiscordPlatform) -> Client:
    return platform.client


class Town:
    """A server with three people and a channel."""

    def __init__(self, env: Env, bot: Guildbot, platform: DiscordPlatform, clock: Clock) -> None:
        self.env, self.clock = env, clock
        self.jobs = Jobs(bot, {platform.name: platform})
        self.server = env.create_guild(name="Fernweh")
        self.square = self.server.create_text_channel("square")
        self.ada, self.ben, self.chi = (self.server.add_member(env.create_user(name)) for name in ("ada", "ben", "chi"))

    async def delivers(self) -> None:
        await self.jobs.work_off()

    def dm(self, person: MemberActor) -> Any:
        """The newest message in somebody's conversation with the bot."""
        return person.user.dm_channel.last_message

    def post(self, words: str) -> Any:
        """The newest post in the square that says so; two posts of one moment come in any order."""
        return next(one for one in reversed(self.square.history()) if one.components and words in text(one))

    async def fills(self, person: MemberActor, shown: InteractionResult, **answers: Any) -> InteractionResult:
        """Sends the form that was shown, with what stood in it already."""
        assert shown.modal is not None, text(shown)
        stood = {one["custom_id"]: one["value"] for one in _walk(shown.modal["components"]) if one.get("value")}
        return await person.submit_modal(shown, {**stood, **answers})

    async def guild(self) -> None:
        await self.fills(self.ada, await self.ada.slash(self.square, "guild start", name="Tidewater"), purpose="We write to each other.")
        for one in (self.ben, self.chi):
            door = await one.slash(self.square, "guild join", guild="tidewater")
            await self.fills(one, await one.click(answer(door), label="I agree"), thanks=["digest"])
        await self.delivers()


@pytest.fixture
def town(simcord_env: Env, bot: Guildbot, platform: DiscordPlatform, clock: Clock) -> Town:
    return Town(simcord_env, bot, platform, clock)


def answer(shown: InteractionResult) -> ResponseMessage:
    assert shown.response is not None, "nothing was shown"
    return shown.response


def text(shown: Any) -> str:
    """What stands in an answer or a message, as markdown."""
    parts = answer(shown).components if isinstance(shown, InteractionResult) else [one.to_dict() for one in shown.components]
    return "\n".join(one["content"] for one in _walk(parts) if one.get("content"))


def _walk(parts: list[Any]) -> Iterator[Any]:
    for one in parts:
        yield one
        yield from _walk([*one.get("components", []), *([one["component"]] if "component" in one else [])])


async def test_kudos_reach_their_receiver(town: Town) -> None:
    said = await town.ada.slash(town.square, "kudos give", people=town.ben.mention, reason="the *long* walk home")
    assert said.ephemeral
    assert text(said) == f"Passed on to {town.ben.mention}."
    await town.delivers()
    assert f"{town.ada.mention} thanked you:\n> the \\*long\\* walk home" in text(town.dm(town.ben))


async def test_refused_words_are_given_back_and_edited(town: Town) -> None:
    refused = await town.ada.slash(town.square, "kudos give", people="Nobody", reason="a *very* kind word, _really_")
    assert "I know nobody called “Nobody” here." in text(refused)
    form = await town.ada.click(answer(refused), label="Edit")
    assert form.modal is not None
    (reason,) = [one["value"] for one in _walk(form.modal["components"]) if one.get("custom_id") == "reason"]
    assert reason == "a *very* kind word, _really_"
    await town.fills(town.ada, form, **{"people": [town.ben], "people-elsewhere": ""})
    await town.delivers()
    assert "a \\*very\\* kind word" in text(town.dm(town.ben))


async def test_a_guild_begins_and_tells_its_week(town: Town) -> None:
    await town.guild()
    await town.ada.slash(town.square, "kudos give", people=town.ben.mention, reason="holding the silence on Tuesday")
    await town.ada.slash(town.square, "ask new", what="someone to read a form", because="I went blind to it", by="next friday")
    for days in (1.2, 2.9):
        town.clock.move(days=days)
        await town.delivers()
    week = text(town.post("the week to"))
    assert "TIDEWATER, the week to Friday 6 November" in week
    assert "ada to ben: “holding the silence on Tuesday”" in week
    assert "Still looking for a hand" in week


async def test_an_ask_finds_its_helper(town: Town) -> None:
    await town.ada.slash(town.square, "ask new", what="someone to read a form", because="I went blind to it", by="friday")
    await town.delivers()
    card = town.post("someone to read a form")
    await town.fills(town.ben, await town.ben.click(card, label="I can help"), words="An hour on Thursday")
    await town.delivers()
    assert "An hour on Thursday" in text(town.dm(town.ada))
    await town.ada.user.click(town.dm(town.ada), label="Take")
    await town.delivers()
    assert "takes your offer" in text(town.dm(town.ben))


async def test_an_answer_is_private_until_it_is_shared(town: Town) -> None:
    await town.guild()
    town.clock.move(days=1.1)
    await town.delivers()
    kept = await town.fills(town.ben, await town.ben.click(town.post("Open until"), label="Write"), words="I learned to wait.")
    assert kept.ephemeral
    assert text(kept) == "Kept. Only you can read it."
    assert "I learned to wait." in text(await town.ben.slash(town.square, "reflect mine"))
    assert "I learned to wait." not in text(await town.ada.slash(town.square, "reflect now"))


async def test_a_profile_is_changed(town: Town) -> None:
    page = await town.ada.slash(town.square, "profile show")
    form = await town.ada.click(answer(page), label="Change")
    kept = await town.fills(town.ada, form, zone="Europe/Berlin", quiet="21:00-07:00")
    assert "Time zone: Europe/Berlin\nQuiet hours: 21:00–07:00" in text(kept)


async def test_what_waits_stands_on_one_page(town: Town) -> None:
    await town.guild()
    await town.ben.slash(town.square, "kudos give", people=town.ada.mention, reason="the map you drew for all of us")
    await town.delivers()
    page = await town.ada.slash(town.square, "profile waiting")
    assert "the map you drew for all of us" in text(page)
    assert "From now on, thanks to you may stand in the digest." in text(await town.ada.click(answer(page), label="In Friday's digest"))


async def test_people_thank_from_a_message_and_a_person(town: Town) -> None:
    message = await town.ben.send(town.square, "The door is held.")
    form = await town.ada.context_menu(town.square, "Give kudos", message)
    await town.fills(town.ada, form, people=[town.ben], reason="holding the door for everybody")
    form = await town.ada.context_menu(town.square, "Give kudos", town.chi)
    await town.fills(town.ada, form, people=[town.chi], reason="bringing the chairs back in")
    await town.delivers()
    assert "holding the door" in text(town.dm(town.ben))
    assert "bringing the chairs" in text(town.dm(town.chi))


async def test_a_record_is_taken_along(town: Town) -> None:
    await town.guild()
    form = await town.ada.slash(town.square, "profile record")
    page = await town.ada.submit_modal(form, {"public": ["guilds"], "private": ["profile"]})
    assert page.ephemeral
    assert "### Guilds\nsince 2 November 2026 · Founder and caretaker · Tidewater" in text(page)
    files = await town.ada.click(answer(page), label="Files")
    assert files.ephemeral
    shown = [one["file"]["url"].rpartition("/")[2] for one in _walk(answer(files).components) if "file" in one]
    assert shown == [one.filename for one in answer(files).attachments]
    assert [name.partition("2026-11-02")[2] for name in shown] == [".md", ".json", ".csv", "-only-for-me.md", "-only-for-me.json"]


async def test_names_complete_as_one_types(town: Town) -> None:
    await town.guild()
    choices = await town.ada.autocomplete(town.square, "kudos give", "people", f"{town.chi.mention}, be")
    assert [one["name"] for one in choices] == [f"{town.chi.mention}, ben"]


async def test_buttons_outlive_a_restart(town: Town, bot: Guildbot, settings: Settings) -> None:
    await town.guild()
    card = town.post("We write to each other.")
    again = DiscordPlatform(bot, settings)
    await town.env.restart_bot(again.client)
    assert "We write to each other." in text(await town.ada.click(card, label="Charter"))
