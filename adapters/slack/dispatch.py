"""From a payload to a handler, and from its reply to what Slack can carry there. Always after the commit."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, wire
from adapters.slack.answering import answering
from adapters.slack.blocks import Block, Team, Voice
from adapters.slack.forms import Choice, Fields, View
from adapters.slack.wire import Handler, Opens, Payload, Reply, Shows, Takes, Turn, Wrong
from guildbot.bot import Guildbot
from guildbot.commands import COMMANDS
from guildbot.records import Seal
from guildbot.refusals import Refused, Repeated
from guildbot.settings import Settings
from guildbot.who import Caller
from guildbot.words import Say, zone

Ack = Callable[..., Awaitable[Any]]
log = structlog.get_logger()
_SENTENCES = frozenset(("kudos", "ask"))  # what follows these roots is a sentence, whatever word it begins with


@dataclass(frozen=True, slots=True)
class Table:
    """Who answers what. Buttons and forms are named by their id up to the first colon."""

    commands: Mapping[tuple[str, str], Handler]  # root and verb
    help: Handler
    buttons: Mapping[str, Handler]
    forms: Mapping[str, Handler]
    shortcuts: Mapping[str, Handler]
    suggest: Callable[[Turn], Awaitable[list[Choice]]]
    home: Callable[[Turn], Awaitable[View]]
    events: Mapping[str, Callable[[Dispatch, Payload], Awaitable[None]]]
    for_admins: frozenset[tuple[str, str]]  # commands that first ask Slack whether it is an admin who types


class Dispatch:
    """One workspace's front door. `removed` is called when the app was uninstalled there."""

    def __init__(
        self,
        bot: Guildbot,
        settings: Settings,
        team: Team,
        client: AsyncWebClient,
        table: Table,
        removed: Callable[[str], None],
        seal: Seal | None = None,
    ) -> None:
        self.bot, self.settings, self.team, self.client, self.table, self.removed = bot, settings, team, client, table, removed
        self._seal = seal
        self.voice = Voice(Say(settings.locale, zone(settings.timezone)), team, settings.command_prefix)
        self._tasks: set[asyncio.Task[None]] = set()

    # one method for each kind of payload

    async def command(self, ack: Ack, body: Payload) -> None:
        """The answer rides in the acknowledgement; where Slack has to be asked something first, it follows."""
        root, verb, line = self._parsed(body["command"], wire.readable(body.get("text") or ""))
        turn = self.turn(wire.of_command(self.team, body), parts=(root,), words=line, raw=wire.spoken(line))
        handler = self.table.commands.get((root, verb), self.table.help)
        if (root, verb) in self.table.for_admins:
            await ack()
            self.later(self._answer_an_admin(turn, handler, body["response_url"]))
            return
        match await answering(turn, handler):
            case Shows() as said:
                await ack(text=said.text, blocks=list(said.blocks), response_type="ephemeral")
            case Opens(view):
                await ack()
                self.later(self._open(view, body["trigger_id"]))
            case _:
                await ack()

    async def press(self, ack: Ack, body: Payload) -> None:
        """A button: the acknowledgement is empty, the answer follows."""
        action, view = body["actions"][0], body.get("view") or {}
        name, *parts = str(action["action_id"]).split(":")
        handler = self.table.buttons.get(name)
        if handler is None:
            await ack()
            return
        caller = wire.of_interaction(self.team, body, body["trigger_id"])
        turn = self.turn(caller, parts=tuple(parts), value=action.get("value") or view.get("private_metadata") or "")
        reply = await answering(turn, handler)
        await ack()
        if isinstance(reply, Takes):
            self.later(self._take(turn, reply, body, action))
        elif reply is not None:
            self.later(self._follow(reply, body, action))

    async def submit(self, ack: Ack, body: Payload) -> None:
        """The outcome of a form is shown by updating the form."""
        view = body["view"]
        name, *parts = str(view["callback_id"]).split(":")
        handler = self.table.forms.get(name) if body["type"] == "view_submission" else None
        if handler is None:
            await ack()
            return
        caller = wire.of_interaction(self.team, body, f"{view['id']}:{view.get('hash', '')}")
        turn = self.turn(caller, parts=tuple(parts), value=view.get("private_metadata") or "", fields=Fields.of(view))
        match await answering(turn, handler, view):
            case Wrong(errors):
                await ack(response_action="errors", errors=dict(errors))
            case Opens(following):
                await ack(response_action="update", view=following)
            case Shows() as said:
                await ack(response_action="update", view=self._page(said))
            case None:
                await ack(response_action="clear")

    async def shortcut(self, ack: Ack, body: Payload) -> None:
        handler = self.table.shortcuts.get(body["callback_id"])
        if handler is None:
            await ack()
            return
        reply = await answering(self.turn(wire.of_interaction(self.team, body, body["trigger_id"]), message=body.get("message")), handler)
        await ack()
        match reply:
            case Opens(view):
                self.later(self._open(view, body["trigger_id"]))
            case Shows() as said if body.get("response_url"):
                self.later(self._respond(body["response_url"], said))
            case Shows() as said:
                self.later(self._open(self._page(said), body["trigger_id"]))
            case _:
                pass

    async def options(self, ack: Ack, body: Payload) -> None:
        """What an external select offers; a failure offers nothing."""
        turn = self.turn(wire.of_interaction(self.team, body, None), value=str(body.get("value") or ""))
        try:
            await ack(options=forms.options(await self.table.suggest(turn)))
        except Exception:
            log.exception("no suggestions", reference=secrets.token_hex(3))
            await ack(options=[])

    async def event(self, ack: Ack, body: Payload) -> None:
        """Acknowledged only once it is committed: what fails here, Slack sends again."""
        kind = body["event"]["type"]
        handler = self.table.events.get(kind)
        try:
            if handler is not None:
                await handler(self, body)
        except Repeated:
            pass
        except Refused as refused:
            log.info("an event was refused", kind=kind, reasons=[type(one).__name__ for one in refused.reasons])
        except Exception:
            log.exception("an event failed, and will come again", kind=kind)
            raise
        await ack()

    async def _answer_an_admin(self, turn: Turn, handler: Handler, url: str) -> None:
        """Whether it is an admin is asked in this very moment, and never kept."""

        async def asked_first(turn: Turn) -> Reply:
            user = (await self.client.users_info(user=turn.caller.account.id))["user"]
            return await handler(replace(turn, caller=replace(turn.caller, admin=wire.is_admin(self.team, user))))

        reply = await answering(turn, asked_first)
        if isinstance(reply, Shows):
            await self._respond(url, reply)

    # turns

    def turn(self, caller: Caller, **facts: Any) -> Turn:
        return Turn(self.bot, self.settings, self.voice, caller, seal=self._seal, **facts)

    def event_turn(self, body: Payload, user: str, channel: str | None, **facts: Any) -> Turn:
        return self.turn(wire.of_event(self.team, body, user, channel), **facts)

    def _parsed(self, name: str, line: str) -> tuple[str, str, str]:
        """Root, verb and the rest of the line; `/guildbot kudos …` is `/kudos …`."""
        prefix = f"{self.settings.command_prefix}-" if self.settings.command_prefix else ""
        root = name.removeprefix("/").removeprefix(prefix)
        if root == "guildbot":
            root, _, line = line.strip().partition(" ")
        return root.lower(), *verb_of(root.lower(), line.strip())

    # what follows an acknowledgement

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """After the acknowledgement, on our own time."""
        task = asyncio.get_running_loop().create_task(_carefully(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Waits until everything that follows an acknowledgement is done."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def publish_home(self, caller: Caller) -> None:
        view = await self.table.home(self.turn(replace(caller, key=None)))
        await self.client.views_publish(user_id=caller.account.id, view=view)

    async def _take(self, turn: Turn, reply: Takes, body: Payload, action: Payload) -> None:
        await self._follow(reply.meanwhile, body, action)
        await self._follow(await answering(turn, lambda _: reply.work(self.client)), body, action)

    async def _follow(self, reply: Reply, body: Payload, action: Payload) -> None:
        shown_in = (body.get("view") or {}).get("type", "message")
        match reply:
            case Opens(view) if shown_in == "modal":
                await self.client.views_update(view_id=body["view"]["id"], view=view)
            case Opens(view):
                await self._open(view, body["trigger_id"])
            case Shows() as said if shown_in == "modal":
                await self.client.views_update(view_id=body["view"]["id"], view=self._page(said))
            case Shows() as said if shown_in == "home":
                await self._open(self._page(said), body["trigger_id"])
                await self.publish_home(wire.of_interaction(self.team, body, None))
            case Shows() as said:
                await self._respond(body["response_url"], said, body, action)
            case _:
                pass

    async def _respond(self, url: str, said: Shows, body: Payload | None = None, action: Payload | None = None) -> None:
        """By response_url: in place of the buttons that only this person saw, else as a message only they see."""
        answer: dict[str, Any] = {"text": said.text, "blocks": list(said.blocks), "response_type": "ephemeral", "replace_original": False}
        at = (body or {}).get("container") or {}
        theirs = at.get("is_ephemeral") or str(at.get("channel_id", "")).startswith("D")
        if body is not None and action is not None and said.instead and theirs:
            answer |= {"blocks": _in_place(body, action, said), "replace_original": True}
        elif at.get("thread_ts"):
            answer["thread_ts"] = at["thread_ts"]
        session = self.client.session
        if session is None:
            raise LookupError("this workspace was built without a session")
        async with session.post(url, json=answer) as response:
            if response.status != 200:
                log.warning("an answer was not taken", status=response.status)

    async def _open(self, view: View, trigger: str) -> None:
        await self.client.views_open(trigger_id=trigger, view=view)

    def _page(self, said: Shows) -> View:
        return forms.page(self.voice, said.title or "guildbot", said.blocks)


async def _carefully(work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("an answer did not reach its reader", error=str(error))
    except Exception:
        log.exception("an answer failed", reference=secrets.token_hex(3))


def verb_of(root: str, line: str) -> tuple[str, str]:
    """The verb of a line and what follows it; a line that begins with none belongs to the root itself."""
    verbs = next((verbs for known, (_, verbs) in COMMANDS.items() if known == root), ())
    first, _, rest = line.partition(" ")
    for verb in verbs:
        takes_more = " " in verb.usage
        whole_line = verb.bare and root in _SENTENCES
        if verb.word == first.lower() and (takes_more or not rest.strip()) and not whole_line:
            return verb.word, rest.strip()
    bare = next((verb.word for verb in verbs if verb.bare), "help")
    return ("help", line) if line and root not in _SENTENCES else (bare, line)


def _in_place(body: Payload, action: Payload, said: Shows) -> list[Block]:
    """The message with the answer where the pressed buttons were; Slack keeps no copy of an ephemeral one."""
    standing = (body.get("message") or {}).get("blocks")
    if not standing:
        return list(said.blocks)
    pressed = action.get("block_id")
    return [new for block in standing for new in (said.blocks if block.get("block_id") == pressed else (block,))]
