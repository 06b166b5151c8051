"""Starting, registering, restarting, and what nobody expected."""

from __future__ import annotations

import pytest
from discord import AppCommandOptionType

from adapters.discord import doctor
from adapters.discord.client import DiscordPlatform
from adapters.errors import CannotStart
from adapters.sandbox.discord import DiscordSandbox, Person
from guildbot import kudos, people
from guildbot.bot import Guildbot
from guildbot.commands import COMMANDS, SHORTCUTS
from guildbot.settings import Settings
from guildbot.who import AccountRef
from guildbot.who import Person as Somebody
from tests.on_discord.conftest import Town, shown


async def test_every_word_of_the_core_can_be_said(town: Town) -> None:
    tree = town.platform.client.tree
    said = {(command.qualified_name.split()[0], command.name) for command in tree.walk_commands() if " " in command.qualified_name}
    assert said == {(root, verb.word) for root, (_, verbs) in COMMANDS.items() for verb in verbs}
    menus = {one.name for one in tree.get_commands() if one.name[0].isupper()}
    assert menus == {one.name for one in SHORTCUTS if one.on != "anywhere"}


async def test_commands_are_registered_only_when_they_changed(discord: DiscordSandbox, bot: Guildbot, settings: Settings) -> None:
    for prefix, registrations in (("", 1), ("", 1), ("gb", 2)):
        platform = DiscordPlatform(bot, settings.model_copy(update={"command_prefix": prefix}))
        await platform.start()
        await platform.stop()
        assert sum(one.method == "PUT" for one in discord.requests) == registrations
    ada = discord.servers["fernweh"].person("ada", name="Ada")
    assert [option for option in await _commands(ada, discord) if option.startswith("gb-")] != []


async def test_the_prefix_stands_in_every_command_that_is_shown(discord: DiscordSandbox, bot: Guildbot, settings: Settings) -> None:
    platform = DiscordPlatform(bot, settings.model_copy(update={"command_prefix": "gb"}))
    await platform.start()
    ada = discord.servers["fernweh"].person("ada", name="Ada")
    assert shown(await ada.types("square", "/gb-kudos mine")).text == "Nothing here yet. /gb-kudos give is how it begins."
    await platform.stop()


async def test_a_wrong_token_cannot_start(bot: Guildbot, settings: Settings) -> None:
    platform = DiscordPlatform(bot, settings.model_copy(update={"discord_token": "wrong"}))
    with pytest.raises(CannotStart, match="GUILDBOT_DISCORD_TOKEN"):
        await platform.start()
    await platform.stop()


async def test_forms_and_buttons_outlive_a_restart(discord: DiscordSandbox, bot: Guildbot, settings: Settings) -> None:
    server = discord.servers["fernweh"]
    ada, ben = server.person("ada", name="Ada"), server.person("ben", name="Ben")
    first = DiscordPlatform(bot, settings)
    await first.start()
    given = await ada.types("square", "/kudos give people:@ben reason:the long walk home")
    await ada.shortcut("Give kudos", target=ben)
    await first.stop()
    second = DiscordPlatform(bot, settings)
    await second.start()
    assert shown(await ada.submits({"What did they do?": "the song on the way"})).text == "Passed on to @Ben."
    assert shown(await ada.clicks("Take back", given)).text == "Taken back."
    await second.stop()


async def test_two_people_fill_in_the_same_form_at_once(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    message = await chi.types(town.square, "The door is held.")
    await ada.shortcut("Give kudos", message)
    await ben.shortcut("Give kudos", message)
    assert shown(await ada.submits({"What did they do?": "holding the door"})).text == "Passed on to @Chi."
    assert shown(await ben.submits({"What did they do?": "holding the door too"})).text == "Passed on to @Chi."


async def test_a_surprise_is_answered_with_a_reference_and_the_words(town: Town, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "named", lambda work, who: 1 / 0)
    answer = shown(await ada.types(town.square, "/kudos give people:@ada reason:the long walk home"))
    assert answer.ephemeral
    assert "Something went wrong on our side" in answer.text
    assert "the long walk home" in answer.text


async def test_a_slow_deed_is_announced_in_time(town: Town, ada: Person, ben: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from adapters.discord import turns

    real = kudos.give

    def slow(*args: object, **kwargs: object) -> object:
        time.sleep(0.3)
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    monkeypatch.setattr(kudos, "give", slow)
    answer = shown(await ada.types(town.square, "/kudos give people:@ben reason:the long walk home"))
    assert (answer.ephemeral, answer.text) == (True, "Passed on to @Ben.")


async def test_a_button_nobody_knows_is_a_surprise_not_a_silence(town: Town, ada: Person) -> None:
    answer = shown(await ada.types(town.square, "/profile show"))
    for part in town.discord.world.posts[answer.id].components:
        for button in part.get("components", []):
            button["custom_id"] = "nobody.knows:1"
            break
    assert "Something went wrong on our side" in shown(await ada.clicks("nobody.knows:1")).text


@pytest.mark.parametrize("number", ["99999999999999999999", "2147483648", "one", "", "-1", "²"])
async def test_a_button_with_a_number_of_nobodys_is_settled_already(town: Town, ada: Person, number: str) -> None:
    answer = shown(await ada.types(town.square, "/profile show"))
    for part in town.discord.world.posts[answer.id].components:
        for button in part.get("components", []):
            button["custom_id"] = f"bond.agree:{number}"
            break
    assert "That is settled already, or was never yours to press." in shown(await ada.clicks(f"bond.agree:{number}")).text


async def test_the_doctor_names_the_bot_and_how_to_bring_it(discord: DiscordSandbox, settings: Settings) -> None:
    findings = await doctor.check(settings)
    assert all(one.ok for one in findings)
    (where,) = [one.what for one in findings if "invite link" in one.what]
    assert where.startswith("Discord: in 1 server; invite link: https://discord.com/oauth2/authorize?client_id=")
    assert "scope=bot+applications.commands" in where


async def test_the_doctor_sees_a_wrong_token(discord: DiscordSandbox, settings: Settings) -> None:
    (found,) = await doctor.check(settings.model_copy(update={"discord_token": "wrong"}))
    assert not found.ok
    assert "token" in found.what


async def _commands(person: Person, discord: DiscordSandbox) -> list[str]:
    return [one["name"] for one in discord.world.commands.usable(person, discord.servers["fernweh"].channels["square"], 1)]


async def test_nobody_can_type_more_than_an_answer_holds(town: Town) -> None:
    for command in town.platform.client.tree.walk_commands():
        for option in getattr(command, "parameters", ()):
            if option.type is AppCommandOptionType.string:
                assert option.choices or (option.max_value or 9999) <= 1000, f"/{command.qualified_name} {option.name}"


async def test_the_longest_names_are_answered_and_come_back(town: Town, ada: Person) -> None:
    people = ", ".join(["[gift](https://evil.example)", *("x" * 30 for _ in range(9))])
    answer = shown(await ada.types(town.square, "/kudos give", people=people, reason="*_" * 500))
    assert "I know nobody called" in answer.text
    await ada.clicks("Edit", next(one for one in reversed(ada.sees(town.square)) if "Edit" in [button.label for button in one.buttons]))
    assert ada.form is not None
    assert ada.form.field("People elsewhere in your guilds").value == people
    for line in (f"/guild show guild:{'x' * 80}", f"/guild rest until:{'x' * 60}", f"/guild find words:{'x' * 100}"):
        assert "Something went wrong" not in shown(await ada.types(town.square, line)).text


async def test_what_is_remembered_does_not_grow_for_ever(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from adapters.discord import turns

    monkeypatch.setattr(turns, "MOST_REMEMBERED", 3)
    house = town.platform.client.house
    nod = kudos.NodGiven(1, Somebody(1, "Ada", AccountRef("discord", "", "1")), invite=True)
    for number in range(10):
        house.invite(number, nod)
        assert house.enter(1, number)
    assert not house.enter(1, 9)
    assert list(house.nods) == [7, 8, 9]
    assert len(house.entered) == 3
