"""The Discord sandbox, driven by a real discord.py client over HTTP and websocket."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import aiohttp
import discord
import pytest

from adapters.sandbox.discord import DiscordSandbox
from adapters.sandbox.view import CannotType
from tests.sandbox.discord_bot import Bot, Nod, Place


async def test_a_command_is_answered_to_one_person_only(place: Place) -> None:
    shown = await place.yusra.types(place.lobby, "/kudos give people:@ben reason:for: the *review* loud:true")
    assert shown is not None
    assert shown.ephemeral
    assert shown.text == "@Ben: for: the review True"
    assert [one.id for one in place.yusra.sees(place.lobby)] == [shown.id]
    assert place.ben.sees() == []


async def test_options_can_be_given_as_values(place: Place) -> None:
    shown = await place.yusra.types(place.lobby, "/kudos give", people=place.ben, reason="people: matter")
    assert shown is not None
    assert shown.text == "@Ben: people: matter False"


@pytest.mark.parametrize(
    "text", ["/kudos", "/kudos give people:@ben", "/nothing", "/kudos give people:@nobody reason:x", "/kudos give hello"]
)
async def test_the_client_refuses_what_cannot_be_sent(place: Place, text: str) -> None:
    with pytest.raises(CannotType):
        await place.yusra.types(place.lobby, text)


async def test_suggestions_come_while_typing(place: Place) -> None:
    assert await place.yusra.suggestions(place.lobby, "/kudos show person:sa") == [("Sam", "sam"), ("Sarah", "sarah")]


async def test_menus_open_on_messages_and_people(place: Place) -> None:
    said = await place.ben.types(place.lobby, "I fixed the lift")
    shown = await place.yusra.shortcut("Thank for this", said)
    assert shown is not None
    assert shown.text == "Ben said I fixed the lift"
    shown = await place.yusra.shortcut("Profile", target=place.ben)
    assert shown is not None
    assert shown.text == "This is Ben"


async def test_a_form_is_filled_in(place: Place) -> None:
    assert await place.yusra.types(place.lobby, "/form") is None
    form = place.yusra.form
    assert form is not None
    assert (form.title, form.text, [field.label for field in form.fields]) == (
        "Thank someone",
        "Say what they did.",
        ["For what?", "Whom?", "How?"],
    )
    assert [field.kind for field in form.fields] == ["text", "people", "radio"]
    with pytest.raises(CannotType):
        await place.yusra.submits({"Whom?": place.ben})
    shown = await place.yusra.submits({"For what?": "for the review", "whom": [place.ben], "How?": "Aloud"})
    assert shown is not None
    assert shown.text == "Ben: for the review (aloud)"
    assert place.yusra.form is None


async def test_a_form_from_a_button_changes_its_message(place: Place) -> None:
    asked = await place.yusra.types(place.lobby, "/ask")
    assert asked is not None
    assert [button.label for button in asked.buttons] == ["Fill in"]
    assert await place.ben.clicks("Fill in") is None
    assert place.ben.form is not None
    assert place.ben.form.field("One").value == "before"
    shown = await place.ben.submits({"One": "after"})
    assert shown is not None
    assert (shown.id, shown.text, shown.buttons) == (asked.id, "One is after", ())


async def test_a_menu_on_a_message_is_picked_from(place: Place) -> None:
    await place.yusra.types(place.lobby, "/ask")
    shown = await place.yusra.picks("Which?", "Blue")
    assert shown is not None
    assert shown.text == "You chose Blue"


async def test_a_button_works_after_the_bot_came_back(place: Place) -> None:
    view = discord.ui.View(timeout=None).add_item(Nod(42))
    await place.says().send("A kudos", view=view)
    await place.stops()
    await place.starts()
    shown = await place.ben.clicks("Nod")
    assert shown is not None
    assert shown.text == "You nodded at 42."


async def test_a_components_v2_message_is_read_and_clicked(place: Place) -> None:
    layout = discord.ui.LayoutView(timeout=None)
    box = discord.ui.Container[Any](discord.ui.TextDisplay("## A kudos"), discord.ui.Separator(), discord.ui.TextDisplay("from **Yusra**"))
    box.add_item(discord.ui.Section("one more", accessory=Nod(7).item))
    layout.add_item(box).add_item(discord.ui.ActionRow(Nod(8)))
    await place.says().send(view=layout)
    message = place.ben.sees(place.lobby)[-1]
    assert message.text == "A kudos\nfrom Yusra\none more"
    assert [button.id for button in message.buttons] == ["nod:7", "nod:8"]
    shown = await place.ben.clicks("nod:7")
    assert shown is not None
    assert shown.text == "You nodded at 7."


async def test_reactions_come_and_go(place: Place) -> None:
    said = await place.ben.types(place.lobby, "I fixed the lift")
    assert said is not None
    await place.yusra.reacts(said, "💛")
    added = await place.bot.hears("reacted")
    assert (added.user_id, added.message_author_id, str(added.emoji)) == (int(place.yusra.id), int(place.ben.id), "💛")
    assert added.member.display_name == "Yusra"
    message = await place.says().fetch_message(int(said.id))
    assert [user.id async for user in message.reactions[0].users()] == [int(place.yusra.id)]
    await place.yusra.unreacts(said, "💛")
    removed = await place.bot.hears("unreacted")
    assert (removed.user_id, removed.message_author_id) == (int(place.yusra.id), None)
    assert place.yusra.sees(place.lobby)[-1].reactions == {}


async def test_words_are_hidden_without_the_content_intent(place: Place) -> None:
    await place.ben.types(place.lobby, "secret")
    assert (await place.bot.hears("message")).content == ""
    await place.ben.types(place.lobby, "@guildbot hello")
    assert "hello" in (await place.bot.hears("message")).content
    await place.ben.types(place.ben.dm, "between us")
    assert (await place.bot.hears("message")).content == "between us"


async def test_what_happened_during_a_dropped_line_is_replayed(place: Place) -> None:
    said = await place.ben.types(place.lobby, "hello")
    assert said is not None
    await place.bot.hears("message")
    await place.sandbox.drops()
    await place.yusra.reacts(said, "🙏")
    await place.ben.deletes(said)
    assert str((await place.bot.hears("reacted")).emoji) == "🙏"
    assert (await place.bot.hears("deleted")).message_id == int(said.id)
    await place.bot.hears("resumed")
    assert (place.sandbox.identifies, place.sandbox.resumes) == (1, 1)


async def test_op_7_brings_a_resume(place: Place) -> None:
    await place.sandbox.reconnect()
    await place.ben.types(place.lobby, "meanwhile")
    await place.bot.hears("message")
    await place.bot.hears("resumed")
    await place.sandbox.connected()


async def test_an_invalid_session_identifies_anew_and_what_was_between_is_lost(place: Place) -> None:
    await place.sandbox.invalidates(resumable=False)
    await place.ben.types(place.lobby, "into the void")
    await place.bot.hears("ready")
    assert (place.sandbox.identifies, place.sandbox.resumes) == (2, 0)
    assert [one.tries for one in place.sandbox.deliveries if one.kind == "MESSAGE_CREATE"] == [0]


async def test_a_forgotten_session_is_told_so_on_resume(place: Place) -> None:
    await place.sandbox.drops(resumable=False)
    await place.bot.hears("ready")
    assert (place.sandbox.identifies, place.sandbox.resumes) == (2, 0)


async def test_too_long_a_message_is_refused(place: Place) -> None:
    with pytest.raises(discord.HTTPException) as refused:
        await place.says().send("x" * 2001)
    assert (refused.value.status, refused.value.code) == (400, 50035)
    assert "Must be 2000 or fewer in length" in str(refused.value)
    with pytest.raises(discord.HTTPException) as empty:
        await place.says().send("")
    assert empty.value.code == 50006


async def test_an_unanswered_command_fails_on_the_screen(sandbox: DiscordSandbox) -> None:
    sandbox.world.expiry = 0.05
    place = Place(sandbox)
    await place.starts()
    shown = await place.yusra.types(place.lobby, "/mute")
    assert shown is not None
    assert (shown.author, shown.text, shown.ephemeral) == ("Discord", "The application did not respond", True)
    assert sandbox.deliveries[-1].answered is None
    await place.stops()


async def test_a_deferred_answer_arrives_in_its_place(place: Place) -> None:
    shown = await place.yusra.types(place.lobby, "/slow")
    assert shown is not None
    assert (shown.text, shown.ephemeral) == ("there you are", True)
    more = await place.yusra.sees_soon("and more")
    assert not more.ephemeral
    assert place.ben.sees() == [more]


async def test_the_same_nonce_sends_once(place: Place) -> None:
    first = await place.says().send("once", nonce="n1")
    again = await place.says().send("once", nonce="n1")
    assert first.id == again.id
    assert len(place.yusra.sees(place.lobby)) == 1


async def test_nobody_is_pinged_unless_allowed(place: Place) -> None:
    role = place.server.role("carers", mentionable=True)
    text = f"<@{place.ben.id}> <@&{role.id}> @everyone"
    await place.says().send(text)
    await place.says().send(text, allowed_mentions=discord.AllowedMentions(users=True))
    await place.says().send(text, allowed_mentions=discord.AllowedMentions(roles=True))
    assert [post.pings for post in place.sandbox.posts] == [(), ("ben",), ("ben",)]
    assert place.ben.sees()[0].text == "@Ben @carers @everyone"


async def test_closed_direct_messages_and_closed_channels_are_refused(place: Place) -> None:
    user = await place.bot.fetch_user(int(place.ben.id))
    await user.send("hello")
    assert [one.text for one in place.ben.dms] == ["hello"]
    place.ben.closed_dms = True
    with pytest.raises(discord.Forbidden) as closed:
        await user.send("hello?")
    assert closed.value.code == 50007
    attic = place.server.channel("attic", bot=False)
    with pytest.raises(discord.Forbidden) as hidden:
        await place.bot.get_partial_messageable(int(attic.id)).send("anybody?")
    assert hidden.value.code == 50001


async def test_a_removed_bot_hears_of_it(place: Place) -> None:
    await place.server.removes_bot()
    assert await place.bot.hears("removed") == int(place.server.id)
    with pytest.raises(discord.Forbidden):
        await place.bot.get_partial_messageable(int(place.lobby.id)).send("hello?")
    with pytest.raises(CannotType):
        await place.yusra.types(place.lobby, "/mute")


async def test_files_are_uploaded_and_fetched(place: Place) -> None:
    sent = await place.says().send("look", file=discord.File(io.BytesIO(b"week 12"), "digest.txt"))
    assert place.ben.sees()[-1].files == (("digest.txt", b"week 12"),)
    assert await sent.attachments[0].read() == b"week 12"


async def test_a_person_stands_in_two_servers_and_in_direct_messages(place: Place) -> None:
    other = place.sandbox.server("tidewater", owner="ben")
    other.channel("quay")
    other.joins(place.yusra)
    shown = await place.yusra.types(place.yusra.dm, "/slow")
    assert shown is not None
    assert shown.text == "there you are"
    other.leaves(place.yusra)
    with pytest.raises(CannotType):
        await place.yusra.types(other.channels["quay"], "hello")


async def test_a_wrong_token_is_not_let_in(sandbox: DiscordSandbox) -> None:
    with pytest.raises(discord.LoginFailure):
        async with Bot() as bot:
            await bot.start("wrong")


async def test_a_privileged_intent_must_be_granted(sandbox: DiscordSandbox) -> None:
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with Bot(discord.Intents(guilds=True, message_content=True)) as bot:
            await bot.start(sandbox.token)


async def test_a_lost_answer_does_not_send_twice(place: Place) -> None:
    place.sandbox.fails("POST", "/messages", status=None, done_anyway=True)
    with pytest.raises(aiohttp.ClientError):
        await place.says().send("once", nonce="n2")
    await place.says().send("once", nonce="n2")
    assert [one.text for one in place.yusra.sees()] == ["once"]


async def test_a_callback_too_late_or_twice_is_refused(place: Place) -> None:
    typing = asyncio.create_task(place.yusra.types(place.lobby, "/mute"))
    interaction = await place.bot.hears("interaction")
    with pytest.raises(discord.NotFound) as early:
        await interaction.followup.send("too early")
    assert early.value.code == 10015
    await interaction.response.send_message("just in time")
    shown = await typing
    assert shown is not None
    assert shown.text == "just in time"
    interaction.response._response_type = None
    with pytest.raises(discord.HTTPException) as twice:
        await interaction.response.send_message("again")
    assert twice.value.code == 40060
    place.sandbox.world.expiry = 0
    await place.yusra.types(place.lobby, "/mute")
    late = await place.bot.hears("interaction")
    with pytest.raises(discord.NotFound) as after:
        await late.response.send_message("too late")
    assert after.value.code == 10062


async def test_a_bad_command_is_refused_where_it_is_wrong(place: Place) -> None:
    wanted: Any = {"name": "Bad Name", "description": "x", "options": [{"type": 3, "name": "why", "description": "y" * 101}]}
    with pytest.raises(discord.HTTPException) as refused:
        await place.bot.http.upsert_global_command(int(place.sandbox.world.bot.id), wanted)
    assert "name: Command name is invalid" in str(refused.value)
    assert "options.0.description: Must be between 1 and 100 in length" in str(refused.value)


async def test_commands_keep_their_ids_when_registered_again(place: Place) -> None:
    before = {command.name: command.id for command in await place.bot.tree.fetch_commands()}
    await place.bot.tree.sync()
    assert {command.name: command.id for command in await place.bot.tree.fetch_commands()} == before


async def test_components_v2_have_their_limits(place: Place) -> None:
    crowded = discord.ui.LayoutView(timeout=None)
    crowded.add_item(discord.ui.TextDisplay("x" * 2001)).add_item(discord.ui.TextDisplay("x" * 2000))
    components = crowded.to_components()  # type: ignore[no-untyped-call]
    with pytest.raises(discord.HTTPException) as refused:
        await place.bot.http.request(
            discord.http.Route("POST", f"/channels/{place.lobby.id}/messages"),
            json={"flags": 1 << 15, "content": "both", "components": components},
        )
    assert "MessageFlags.IS_COMPONENTS_V2" in str(refused.value)
    assert "Displayable text size exceeds maximum size of 4000" in str(refused.value)


async def test_op_9_true_brings_a_resume(place: Place) -> None:
    await place.sandbox.invalidates(resumable=True)
    await place.sandbox.connected()
    await place.bot.hears("resumed")
    assert (place.sandbox.identifies, place.sandbox.resumes) == (1, 1)


async def test_a_thread_grows_from_a_message(place: Place) -> None:
    said = await place.ben.types(place.lobby, "who knows TLS?")
    assert said is not None
    message = await place.says().fetch_message(int(said.id))
    thread = await message.create_thread(name="TLS")
    await thread.send("I do")
    assert [one.text for one in place.ben.sees("TLS")] == ["I do"]


async def test_history_is_read_newest_first(place: Place) -> None:
    for number in range(5):
        await place.says().send(f"line {number}")
    assert [one.content async for one in place.says().history(limit=3)] == ["line 4", "line 3", "line 2"]
    first = place.yusra.sees()[0]
    after = place.says().history(limit=2, after=discord.Object(int(first.id)), oldest_first=True)
    assert [one.content async for one in after] == ["line 1", "line 2"]


async def test_a_server_joined_later_is_announced(place: Place) -> None:
    other = place.sandbox.server("tidewater", owner="ben")
    assert await place.bot.hears("joined") == int(other.id)
    quay = other.channel("quay")
    other.joins(place.yusra)
    shown = await place.yusra.types(quay, "/kudos show person:sam")
    assert shown is not None
    assert not shown.ephemeral


async def test_escaped_words_read_as_they_were_written(place: Place) -> None:
    await place.says().send(discord.utils.escape_markdown("a_b *c* ~~d~~") + " **bold** `*code*` <t:0:d> https://x.example/a__b__c")
    assert place.yusra.sees()[0].text == "a_b *c* ~~d~~ bold *code* 1970-01-01 00:00 UTC https://x.example/a__b__c"
