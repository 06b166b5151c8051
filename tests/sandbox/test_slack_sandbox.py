"""The Slack stand-in against the real Bolt and SDK: if it lies about the wire, these fail."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox.slack import CannotType, SlackSandbox, Workspace
from tests.sandbox.conftest import asks, bolt, button, client_of, modal, refused, section


async def test_a_command_is_answered_in_its_acknowledgement(slack: SlackSandbox, acme: Workspace) -> None:
    heard: list[dict[str, Any]] = []

    def prepare(app: AsyncApp) -> None:
        @app.command("/kudos")
        async def kudos(ack: Any, body: dict[str, Any]) -> None:
            heard.append(body)
            await ack(text="Thanked <@" + acme.people["ben"].id + "> &lt;3", response_type="ephemeral")

    async with bolt(slack, acme, prepare):
        shown = await acme.people["ana"].types("care", "/kudos @ben for <3 in #care")
    assert shown is not None
    assert (shown.text, shown.ephemeral, shown.author) == ("Thanked @Ben Okri <3", True, "guildbot")
    care = acme.channels["care"]
    assert heard[0]["text"] == f"<@{acme.people['ben'].id}|ben> for &lt;3 in <#{care.id}|care>"
    assert [message.text for message in acme.people["ana"].sees(care)] == [shown.text]
    assert acme.people["ben"].sees(care) == []


async def test_an_unanswered_command_tells_the_person_and_is_never_repeated() -> None:
    async with SlackSandbox(expiry=0.05) as hasty:
        workspace = hasty.workspace("hasty")
        workspace.channel("care")
        ana = workspace.person("ana")

        def prepare(app: AsyncApp) -> None:
            @app.command("/kudos")
            async def kudos(ack: Any) -> None:
                await asyncio.Event().wait()

        shown = await ana.types("care", "/kudos")
        assert shown is not None
        assert shown.text == '/kudos failed with the error "dispatch_failed"'
        async with bolt(hasty, workspace, prepare):
            shown = await ana.types("care", "/kudos")
        assert shown is not None
        assert shown.text == '/kudos failed with the error "operation_timeout"'
        assert [delivery.tries for delivery in hasty.deliveries] == [1, 1]


async def test_an_event_without_acknowledgement_comes_again_with_the_same_id() -> None:
    async with SlackSandbox(retries=(0.0, 0.0), expiry=0.05) as slack:
        acme = slack.workspace("acme")
        care = acme.channel("care")
        ana, ben = acme.person("ana"), acme.person("ben")
        tries: list[tuple[str, str | None]] = []

        def prepare(app: AsyncApp) -> None:
            @app.event("reaction_added")
            async def reacted(body: dict[str, Any], req: Any) -> None:
                tries.append((body["event_id"], (req.headers.get("x-slack-retry-num") or [None])[0]))
                if len(tries) < 3:
                    raise RuntimeError("not yet")

        async with bolt(slack, acme, prepare):
            message = await ben.types(care, "I fixed the build")
            assert message is not None
            await ana.reacts(message, "💛")
            await slack.settled()
        (delivery,) = [one for one in slack.deliveries if one.kind == "reaction_added"]
        assert [event for event, _ in tries] == [delivery.key] * 3
        assert [number for _, number in tries] == ["0", "1", "2"]
        assert delivery.acknowledged
        assert delivery.tries == 3
        event = delivery.payload["event"]
        assert (event["reaction"], event["item_user"], event["item"]["ts"]) == ("yellow_heart", ben.id, message.id)


async def test_events_sent_while_no_socket_is_open_are_tried_again_then_lost(slack: SlackSandbox, acme: Workspace) -> None:
    ana = acme.people["ana"]
    message = await ana.types("care", "hello")
    assert message is not None
    await ana.reacts(message, "tada")
    await slack.settled()
    (delivery,) = slack.deliveries
    assert delivery.lost
    assert delivery.tries == 4
    assert not delivery.acknowledged


async def test_what_a_dying_socket_carried_goes_to_the_next(slack: SlackSandbox, acme: Workspace) -> None:
    ana = acme.people["ana"]
    async with aiohttp.ClientSession() as session:
        client = client_of(slack, acme)
        first = await session.ws_connect((await client.apps_connections_open(app_token=acme.app_token))["url"])
        assert (await first.receive_json())["type"] == "hello"
        message = await ana.types("care", "hello")
        assert message is not None
        await ana.reacts(message, "tada")
        offered = await first.receive_json()
        second = await session.ws_connect((await client.apps_connections_open(app_token=acme.app_token))["url"])
        await second.receive_json()
        await first.close()
        again = await second.receive_json()
        assert (again["envelope_id"], again["retry_attempt"]) == (offered["envelope_id"], 1)
        await second.send_json({"envelope_id": again["envelope_id"]})
        await slack.settled()
        await second.close()


async def test_a_refresh_makes_the_client_reconnect(slack: SlackSandbox, acme: Workspace) -> None:
    async with bolt(slack, acme, lambda app: None):
        before = set(acme.line.sockets)
        await acme.refresh(("refresh_requested",))
        await slack.traffic.until(lambda: len(acme.line.sockets) == 2 and not before & set(acme.line.sockets), 5)


async def test_a_button_answers_through_its_response_url(slack: SlackSandbox, acme: Workspace) -> None:
    tasks: list[asyncio.Task[Any]] = []

    def prepare(app: AsyncApp) -> None:
        @app.action("keep")
        async def keep(ack: Any, respond: Any, body: dict[str, Any]) -> None:
            await ack()
            assert "message" in body
            assert body["actions"][0]["value"] == "42"
            tasks.append(asyncio.create_task(respond(text="Kept.", replace_original=True)))

    async with bolt(slack, acme, prepare) as app:
        ana = acme.people["ana"]
        actions = {"type": "actions", "elements": [button("Keep", "keep", "42"), button("Discard", "discard")]}
        await app.client.chat_postMessage(channel=ana.id, text="Keep it?", blocks=[section("*Keep* it?"), actions])
        assert [one.text for one in ana.dms] == ["Keep it?"]
        shown = await ana.clicks("Keep")
        await asyncio.gather(*tasks)
    assert shown is not None
    assert (shown.text, shown.buttons) == ("Kept.", ())
    assert [one.text for one in ana.dms] == ["Kept."]
    with pytest.raises(CannotType):
        await ana.clicks("Keep")


async def test_a_response_url_works_five_times(slack: SlackSandbox, acme: Workspace) -> None:
    urls: list[str] = []

    def prepare(app: AsyncApp) -> None:
        @app.command("/kudos")
        async def kudos(ack: Any, body: dict[str, Any]) -> None:
            urls.append(body["response_url"])
            await ack("one moment")

    async with bolt(slack, acme, prepare), aiohttp.ClientSession() as session:
        await acme.people["ana"].types("care", "/kudos")
        answers = []
        for number in range(6):
            async with session.post(urls[0], json={"text": f"no. {number}", "response_type": "in_channel"}) as answer:
                answers.append((answer.status, (await answer.json()).get("error")))
    assert answers == [(200, None)] * 5 + [(404, "used_url")]
    assert [one.text for one in acme.people["ben"].sees("care")] == [f"no. {number}" for number in range(5)]


async def test_a_form_is_opened_refused_updated_and_closed(slack: SlackSandbox, acme: Workspace) -> None:
    reason = asks("Why", "why", {"type": "plain_text_input", "action_id": "text", "max_length": 100, "initial_value": "for"})
    people = asks("Who", "who", {"type": "multi_users_select", "action_id": "people"})
    tasks: list[asyncio.Task[Any]] = []
    heard: list[dict[str, Any]] = []

    def prepare(app: AsyncApp) -> None:
        @app.command("/kudos")
        async def kudos(ack: Any, client: AsyncWebClient, body: dict[str, Any]) -> None:
            await ack()
            tasks.append(asyncio.create_task(client.views_open(trigger_id=body["trigger_id"], view=modal(people, reason))))

        @app.view("kudos")
        async def submitted(ack: Any, view: dict[str, Any]) -> None:
            heard.append(view)
            if view["state"]["values"]["why"]["text"]["value"] == "no":
                await ack(response_action="errors", errors={"why": "Say a little more."})
            else:
                await ack(response_action="update", view=modal(section("Sent."), title="Done") | {"submit": None})

    async with bolt(slack, acme, prepare):
        ana, ben = acme.people["ana"], acme.people["ben"]
        assert await ana.types("care", "/kudos") is None
        await asyncio.gather(*tasks)
        assert ana.form is not None
        assert (ana.form.title, ana.form.field("Why").value, ana.form.field("who").kind) == ("Thanks", "for", "people")
        with pytest.raises(CannotType, match="still needs"):
            await ana.submits({"Why": "helping"})
        assert await ana.submits({"Who": [ben], "Why": "no"}) is None
        assert ana.form is not None
        assert dict(ana.form.errors) == {"why": "Say a little more."}
        assert ana.form.field("who").value == (ben.id,)
        await ana.submits({"Why": "helping"})
        assert ana.form is not None
        assert (ana.form.title, ana.form.text) == ("Done", "Sent.")
        await ana.closes()
    assert ana.form is None
    assert heard[-1]["state"]["values"] == {
        "who": {"people": {"type": "multi_users_select", "selected_users": [ben.id]}},
        "why": {"text": {"type": "plain_text_input", "value": "helping"}},
    }
    assert heard[0]["private_metadata"] == "here"
    assert heard[0]["hash"]


async def test_external_selects_ask_the_app_and_shortcuts_reach_it(slack: SlackSandbox, acme: Workspace) -> None:
    who = asks("Who", "who", {"type": "external_select", "action_id": "find", "min_query_length": 1})
    chosen: list[str] = []
    tasks: list[asyncio.Task[Any]] = []

    def prepare(app: AsyncApp) -> None:
        @app.shortcut("thank_message")
        async def thank(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            assert body["message"]["user"] == acme.people["ben"].id
            await ack()
            tasks.append(asyncio.create_task(client.views_open(trigger_id=body["trigger_id"], view=modal(who))))

        @app.options("find")
        async def find(ack: Any, payload: dict[str, Any]) -> None:
            names = [name for name in ("Sara (Acme)", "Sam (Umbrella)") if name.lower().startswith(payload["value"].lower())]
            await ack(options=[{"text": {"type": "plain_text", "text": name}, "value": name[:3]} for name in names])

        @app.view("kudos")
        async def submitted(ack: Any, view: dict[str, Any]) -> None:
            chosen.append(view["state"]["values"]["who"]["find"]["selected_option"]["value"])
            await ack()

    async with bolt(slack, acme, prepare):
        ana = acme.people["ana"]
        message = await acme.people["ben"].types("care", "the build is green again")
        assert await ana.shortcut("thank_message", message) is None
        assert await ana.suggestions("Who", "sa") == [("Sara (Acme)", "Sar"), ("Sam (Umbrella)", "Sam")]
        await ana.submits({"who": "Sam (Umbrella)"})
    assert chosen == ["Sam"]
    assert ana.form is None


async def test_forms_pile_up_dispatch_and_are_closed(slack: SlackSandbox, acme: Workspace) -> None:
    options = [{"text": {"type": "plain_text", "text": text}, "value": text.lower()} for text in ("Weekly", "Monthly")]
    often = {"type": "plain_text", "text": "How often"}
    cadence = {"type": "static_select", "action_id": "cadence", "placeholder": often, "options": options}
    heard: list[Any] = []

    def prepare(app: AsyncApp) -> None:
        @app.shortcut("settings")
        async def settings(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await client.views_open(trigger_id=body["trigger_id"], view=modal(section("Cadence") | {"accessory": cadence}))
            await ack()

        @app.action("cadence")
        async def picked(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            heard.append(body["actions"][0]["selected_option"]["value"])
            heard.append(body["view"]["state"]["values"][body["actions"][0]["block_id"]]["cadence"]["selected_option"]["value"])
            await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=modal(section("Monthly, then.")))
            await ack()

        @app.view("kudos")
        async def submitted(ack: Any, view: dict[str, Any]) -> None:
            pushed = modal(section("Sure?"), title="Sure") | {"callback_id": "sure", "notify_on_close": True}
            await ack(response_action="push", view=pushed)

        @app.view("sure")
        async def sure(ack: Any) -> None:
            await ack(response_action="clear")

        @app.view_closed("sure")
        async def closed(ack: Any, body: dict[str, Any]) -> None:
            heard.append(body["is_cleared"])
            await ack()

    async with bolt(slack, acme, prepare):
        ana = acme.people["ana"]
        await ana.shortcut("settings")
        assert await ana.picks("How often", "Monthly") is None
        assert (await ana.form_soon()).text == "Monthly, then."
        await ana.submits()
        assert (await ana.form_soon("Sure")).text == "Sure?"
        await ana.closes()
        assert [view.said["title"]["text"] for view in ana.views] == ["Thanks"]
        await ana.submits()
        await ana.submits()
    assert ana.form is None
    assert heard == ["monthly", "monthly", False]


async def test_a_trigger_is_used_once_and_soon(slack: SlackSandbox, acme: Workspace) -> None:
    errors: list[str] = []

    def prepare(app: AsyncApp) -> None:
        @app.command("/kudos")
        async def kudos(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            try:
                await client.views_open(trigger_id=body["trigger_id"], view=modal(section("hi")))
                await client.views_open(trigger_id=body["trigger_id"], view=modal(section("again")))
            except SlackApiError as refusal:
                errors.append(str(refusal.response["error"]))
            await ack()

    async with bolt(slack, acme, prepare) as app:
        ana, ben = acme.people["ana"], acme.people["ben"]
        await ana.types("care", "/kudos")
        slack.trigger_life = 0.0
        await ben.types("care", "/kudos")
        assert await refused(app.client.views_open(trigger_id="1.2.3", view=modal(section("hi")))) == "invalid_trigger_id"
    assert errors == ["exchanged_trigger_id", "expired_trigger_id"]
    assert ana.form is not None
    assert ana.form.text == "hi"
    assert ben.form is None


async def test_a_token_reaches_its_own_workspace_only(slack: SlackSandbox, acme: Workspace) -> None:
    other = slack.workspace("umbrella", scopes={"chat:write"})
    there = other.channel("care")
    secret = acme.channel("board", private=True, bot=False)
    quiet = acme.channel("quiet", bot=False)
    client = client_of(slack, acme)
    assert await refused(client.chat_postMessage(channel=there.id, text="hi")) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel=secret.id, text="hi")) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel=quiet.id, text="hi")) == "not_in_channel"
    assert await refused(client.users_info(user=other.person("eve").id)) == "user_not_found"
    assert await refused(client_of(slack, acme, "xoxb-wrong").auth_test()) == "invalid_auth"
    assert await refused(client_of(slack, acme, acme.app_token).users_list()) == "not_allowed_token_type"
    with pytest.raises(SlackApiError) as caught:
        await client_of(slack, other).users_list()
    assert (caught.value.response["needed"], caught.value.response["provided"]) == ("users:read", "chat:write")
    test = await client.auth_test()
    assert (test["team_id"], test["user_id"]) == (acme.id, acme.bot_user_id)
    assert "chat:write" in test.headers["x-oauth-scopes"]


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        ([section("x")] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "must be less than 151 characters"),
        ([{"type": "heading"}], "unsupported type: heading [json-pointer:/blocks/0/type]"),
        ([{"type": "divider", "text": "x"}], "invalid additional property: text [json-pointer:/blocks/0]"),
        ([{"type": "actions", "elements": [button("x" * 76, "a")]}], "must be less than 76 characters"),
        ([{"type": "actions", "elements": [button("x", "a"), button("y", "a")]}], "already exists for another element"),
        ([{"type": "actions", "elements": [button("x", str(n)) for n in range(26)]}], "no more than 25 items allowed"),
        ([{"type": "context", "elements": []}], "no fewer than 1 items allowed"),
        ([section("x") | {"block_id": "a"}, section("y") | {"block_id": "a"}], "already exists for another block"),
        ([{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "user"}]}]}], "required field: user_id"),
        ([{"type": "section"}], "must define either `text` or `fields`"),
    ],
)
async def test_blocks_past_the_limits_are_refused(slack: SlackSandbox, acme: Workspace, blocks: list[Any], said: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client_of(slack, acme).chat_postMessage(channel=acme.channels["care"].id, text="x", blocks=blocks)
    assert caught.value.response["error"] == "invalid_blocks"
    assert any(said in message for message in caught.value.response["response_metadata"]["messages"])
    assert acme.people["ana"].sees() == []
    assert slack.complaints


async def test_messages_and_views_past_the_limits_are_refused(slack: SlackSandbox, acme: Workspace) -> None:
    client = client_of(slack, acme)
    care = acme.channels["care"].id
    assert await refused(client.api_call("chat.postMessage", json={"channel": care})) == "no_text"
    assert await refused(client.chat_postMessage(channel=care, text="x" * 40_001)) == "msg_too_long"
    ana = acme.people["ana"]
    for wrong in (
        modal(section("x"), title="x" * 25),
        modal(section("x")) | {"private_metadata": "x" * 3001},
        modal(section("x")) | {"callback_id": "x" * 256},
        modal(*[section("x")] * 101),
        modal(asks("Who", "who", {"type": "plain_text_input", "max_length": 3001})),
        {"type": "home", "blocks": [section("x")], "title": {"type": "plain_text", "text": "x"}},
    ):
        assert await refused(client.views_publish(user_id=ana.id, view=wrong)) == "invalid_arguments"


async def test_home_is_opened_published_and_clicked(slack: SlackSandbox, acme: Workspace) -> None:
    tasks: list[asyncio.Task[Any]] = []

    def home(*blocks: dict[str, Any]) -> dict[str, Any]:
        return {"type": "home", "blocks": list(blocks)}

    def prepare(app: AsyncApp) -> None:
        @app.event("app_home_opened")
        async def opened(client: AsyncWebClient, event: dict[str, Any]) -> None:
            view = home(section("Welcome"), {"type": "actions", "elements": [button("Waiting", "waiting")]})
            tasks.append(asyncio.create_task(client.views_publish(user_id=event["user"], view=view)))

        @app.action("waiting")
        async def waiting(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            publish = client.views_publish(user_id=body["user"]["id"], view=home(section("Nothing waits")), hash=body["view"]["hash"])
            tasks.append(asyncio.create_task(publish))

    async with bolt(slack, acme, prepare) as app:
        ana = acme.people["ana"]
        shown = await ana.opens_home()
        assert shown is not None
        assert (shown.text, [one.label for one in shown.buttons]) == ("Welcome", ["Waiting"])
        after = await ana.clicks("Waiting")
        assert after is not None
        assert after.text == "Nothing waits"
        assert ana.home is not None
        assert ana.home.text == "Nothing waits"
        assert await refused(app.client.views_publish(user_id=ana.id, view=home(), hash="1.x")) == "hash_conflict"
        await asyncio.gather(*tasks)


async def test_uninstalling_is_heard_and_ends_everything(slack: SlackSandbox, acme: Workspace) -> None:
    heard: list[str] = []

    def prepare(app: AsyncApp) -> None:
        @app.event("tokens_revoked")
        async def revoked(event: dict[str, Any]) -> None:
            heard.append(event["type"])

        @app.event("app_uninstalled")
        async def removed(event: dict[str, Any]) -> None:
            heard.append(event["type"])

    async with bolt(slack, acme, prepare, sockets=1) as app:
        await acme.uninstalls(("app_uninstalled", "tokens_revoked"))
        assert heard == ["app_uninstalled", "tokens_revoked"]
        assert await refused(app.client.auth_test()) == "account_inactive"
        assert await refused(app.client.apps_connections_open(app_token=acme.app_token)) == "account_inactive"
        assert not acme.line.sockets


async def test_history_hides_metadata_threads_and_ephemerals(slack: SlackSandbox, acme: Workspace) -> None:
    client = client_of(slack, acme)
    care, ana = acme.channels["care"], acme.people["ana"]
    marker = {"event_type": "notice", "event_payload": {"id": "n1"}}
    parent = await client.chat_postMessage(channel=care.id, text="first", metadata=marker)
    await client.chat_postMessage(channel=care.id, text="reply", thread_ts=parent["ts"])
    await client.chat_postEphemeral(channel=care.id, user=ana.id, text="psst")
    await client.chat_postMessage(channel=care.id, text="second")
    bare = await client.conversations_history(channel=care.id, limit=1)
    assert [one["text"] for one in bare["messages"]] == ["second"]
    assert bare["has_more"]
    rest = await client.conversations_history(channel=care.id, include_all_metadata=True, cursor=bare["response_metadata"]["next_cursor"])
    assert [(one["text"], one.get("metadata"), one["reply_count"]) for one in rest["messages"]] == [("first", marker, 1)]
    thread = await client.conversations_replies(channel=care.id, ts=parent["ts"])
    assert [one["text"] for one in thread["messages"]] == ["first", "reply"]
    assert "metadata" not in thread["messages"][0]


async def test_reactions_updates_and_deletions(slack: SlackSandbox, acme: Workspace) -> None:
    client = client_of(slack, acme)
    care, ana, ben = acme.channels["care"], acme.people["ana"], acme.people["ben"]
    message = await ben.types(care, "done")
    assert message is not None
    await ana.reacts(message, "👍🏽")
    await client.reactions_add(channel=care.id, timestamp=message.id, name="tada")
    assert await refused(client.reactions_add(channel=care.id, timestamp=message.id, name="tada")) == "already_reacted"
    seen = (await client.reactions_get(channel=care.id, timestamp=message.id))["message"]["reactions"]
    assert [(one["name"], one["users"]) for one in seen] == [("+1::skin-tone-4", [ana.id]), ("tada", [acme.bot_user_id])]
    assert [one["message"]["text"] for one in (await client.reactions_list(user=ana.id))["items"]] == ["done"]
    assert await refused(client.chat_delete(channel=care.id, ts=message.id)) == "cant_delete_message"
    own = await client.chat_postMessage(channel="#care", text="old", blocks=[section("old")])
    await client.chat_update(channel=care.id, ts=own["ts"], text="new")
    assert [one.text for one in ana.sees(care)] == ["done", "new"]
    await client.chat_delete(channel=care.id, ts=own["ts"])
    assert await refused(client.chat_update(channel=care.id, ts=own["ts"], text="x")) == "message_not_found"


async def test_groups_and_guests_of_the_directory(slack: SlackSandbox, acme: Workspace) -> None:
    client = client_of(slack, acme)
    ana, ben = acme.people["ana"], acme.people["ben"]
    robo = acme.person("robo", bot=True)
    group = acme.group("designers", members=[ana, ben])
    message = await ana.types("care", "thanks @designers & @robo")
    assert message is not None
    assert message.text == "thanks @designers & @Robo"
    assert (await client.conversations_history(channel=acme.channels["care"].id))["messages"][0]["text"] == (
        f"thanks <!subteam^{group.id}|@designers> &amp; <@{robo.id}>"
    )
    assert (await client.usergroups_users_list(usergroup=group.id))["users"] == [ana.id, ben.id]
    assert (await client.users_info(user=robo.id))["user"]["is_bot"]
    first = await client.users_list(limit=2)
    rest = await client.users_list(cursor=first["response_metadata"]["next_cursor"])
    assert [one["name"] for one in (*first["members"], *rest["members"])] == ["guildbot", "ana", "ben", "robo"]


async def test_live_mentions_are_counted(slack: SlackSandbox, acme: Workspace) -> None:
    client = client_of(slack, acme)
    care, ana = acme.channels["care"], acme.people["ana"]
    await client.chat_postMessage(channel=care.id, text="&lt;!channel&gt; @here", blocks=[section("&lt;!here&gt;")])
    assert slack.pings == []
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": ana.id}]}]}
    await client.chat_postMessage(channel=care.id, text="<!channel>", blocks=[rich, section("<!here>")])
    assert [ping for _, ping in slack.pings] == ["<!channel>", f"<@{ana.id}>", "<!here>"]
    assert ana.sees(care)[-1].text == "@Ana Ruiz\n@here"


async def test_strangers_of_a_shared_channel(slack: SlackSandbox, acme: Workspace) -> None:
    umbrella = slack.workspace("umbrella")
    zoe_there = umbrella.person("zoe", name="Zoe Lim")
    zoe = acme.person("zoe", home=umbrella)
    assert zoe.id == zoe_there.id
    assert zoe.name == "Zoe Lim"
    with pytest.raises(CannotType, match="guests"):
        await zoe.types("care", "/kudos")
    user = (await client_of(slack, acme).users_info(user=zoe.id))["user"]
    assert (user["team_id"], user["is_stranger"]) == (umbrella.id, False)
    await zoe.types("care", "hi @guildbot")
    (mention,) = slack.deliveries
    assert mention.kind == "app_mention"
    assert mention.payload["is_ext_shared_channel"]
    assert mention.payload["event"]["user_team"] == umbrella.id


async def test_the_network_can_lose_an_answer(slack: SlackSandbox, acme: Workspace) -> None:
    client = AsyncWebClient(token=acme.bot_token, base_url=slack.api_url, retry_handlers=[])
    care = acme.channels["care"]
    slack.faults.drops("chat.postMessage", "after")
    slack.faults.limits("chat.postMessage", retry_after=7)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=care.id, text="once")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=care.id, text="twice")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")
    assert [one.text for one in acme.people["ana"].sees(care)] == ["once"]


async def test_seeing_waits_for_what_comes_and_tells_what_was_there(slack: SlackSandbox, acme: Workspace) -> None:
    ana, ben = acme.people["ana"], acme.people["ben"]
    waiting = asyncio.create_task(ana.sees_soon("green", "care"))
    await ben.types("care", "the build is green")
    assert (await waiting).author == "Ben Okri"
    with pytest.raises(AssertionError, match="the build is green"):
        await ana.sees_soon("red", within=0.01)
