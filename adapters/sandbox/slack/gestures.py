"""A person's gestures towards the app, from the keypress to what is shown for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from adapters.sandbox.view import CannotType, Message

from . import choices, filling, interactions, limits, reading, typed
from .filling import Value
from .interactions import Surface
from .messages import Post, wire
from .record import JSON
from .refusals import Refusal
from .sockets import NoAnswer
from .views import DEEPEST, View

if TYPE_CHECKING:
    from .channels import Channel
    from .people import Person

AFTER_A_FORM = 0.3  # seconds to wait for a message once a form has closed; nothing need come
TROUBLE = "We had some trouble connecting. Try again?"


async def command(person: Person, place: Channel, text: str) -> Message | None:
    """A slash command, up to what the person is shown for it."""
    workspace = person.workspace
    sandbox = workspace.sandbox
    name, _, rest = text.partition(" ")
    if person.stranger:
        raise CannotType(f"{name} belongs to {workspace.name}; guests from {person.team.name} cannot use its commands")
    if workspace.commands is not None and name not in workspace.commands:
        raise CannotType(f"{name} is not a valid command: Slack takes every message that starts with a slash for one")
    trigger = sandbox.triggers.new(person)
    place_of_answer = sandbox.responses.new(person, place, trigger)
    escaped = typed.command(rest.strip(), workspace)
    payload = interactions.command(person, place, name, escaped, trigger, place_of_answer.url)
    with sandbox.screens.watching(person, trigger) as watch:
        try:
            said = await interactions.send(person, payload, trigger)
            if said:
                shown = sandbox.responses.answer(place_of_answer, said)
                return reading.message(shown) if shown is not None else None
        except NoAnswer as why:
            return _slack_says(place, person, f'{name} failed with the error "{why}"')
        except Refusal as refusal:
            sandbox.complains(name, refusal)
            return _slack_says(place, person, f'{name} failed with the error "invalid_command_response"')
        return await watch.seen(sandbox.patience)


def _slack_says(place: Channel, person: Person, text: str) -> Message:
    ts = person.workspace.sandbox.mint.ts()
    return reading.message(place.add(Post(place, ts, "USLACKBOT", text, to=person.id, platform=True)))


def _trouble(where: str) -> Message:
    """What the client shows beside a button or in a form; it stands in no channel."""
    return Message(id="", channel=where, author="Slack", text=TROUBLE, ephemeral=True)


# buttons and menus


def _surfaces(person: Person, message: Message | None) -> Iterator[Surface]:
    """Where to look for an element: first in the form, which lies over everything else, then from the newest message back."""
    if message is not None:
        home = person.home_view
        yield Surface(home) if home is not None and message.id == home.id else Surface(person.post(message))
        return
    if person.views:
        yield Surface(person.views[-1])
    home = person.home_view
    for post in person.newest():
        if home is not None and post.ts < home.shown:
            yield Surface(home)
            home = None
        if post.blocks:
            yield Surface(post)
    if home is not None:
        yield Surface(home)


def _find(person: Person, label: str, message: Message | None, *, button: bool) -> tuple[Surface, JSON, JSON]:
    seen: list[str] = []
    for surface in _surfaces(person, message):
        for block, element in reading.elements(surface.blocks):
            if (element["type"] == "button") is button:
                names = _names(block, element, button)
                if label in names:
                    return surface, block, element
                seen.append(names[0])
    what = "button" if button else "menu"
    raise CannotType(f"{person.name} sees no {what} {label!r}, but {list(dict.fromkeys(seen))}")


def _names(block: JSON, element: JSON, button: bool) -> list[str]:
    if button:
        return [element["text"]["text"], element["action_id"]]
    parts = [element.get("placeholder"), block.get("label"), block.get("text")]
    labels = [part["text"] for part in parts if isinstance(part, dict)]
    return [*labels, element["action_id"], block["block_id"]]


async def click(person: Person, label: str, message: Message | None) -> Message | None:
    surface, block, element = _find(person, label, message, button=True)
    return await _acts(_towards(person, surface), surface, block, element, None)


def _towards(person: Person, surface: Surface) -> Person:
    """The person as the app knows them that put this there."""
    holder = surface.holder
    if isinstance(holder, Post):
        return holder.channel.app_of(holder).knows(person) if holder.by_bot else person
    return holder.person


async def pick(person: Person, label: str, value: Value, message: Message | None) -> Message | None:
    surface, block, element = _find(person, label, message, button=False)
    person = _towards(person, surface)
    state = await filling.state(person, surface, block, element, value)
    surface.state.setdefault(block["block_id"], {})[element["action_id"]] = state
    if block["type"] == "input" and not block.get("dispatch_action"):
        return None
    return await _acts(person, surface, block, element, state)


async def _acts(person: Person, surface: Surface, block: JSON, element: JSON, state: JSON | None) -> Message | None:
    sandbox = person.workspace.sandbox
    holder = surface.holder
    trigger = sandbox.triggers.new(person)
    payload = interactions.head(person, "block_actions") | {"trigger_id": trigger} | surface.facts()
    payload["actions"] = [interactions.action(block, element, state, sandbox.mint.ts())]
    if isinstance(holder, Post):
        payload["response_url"] = sandbox.responses.new(person, holder.channel, trigger, holder).url
    with sandbox.screens.watching(person, trigger, surface.id) as watch:
        try:
            await interactions.send(person, payload, trigger)
        except NoAnswer:
            return _trouble(holder.channel.id if isinstance(holder, Post) else surface.id)
        return await watch.seen(sandbox.patience)


async def suggestions(person: Person, label: str, typed_so_far: str, message: Message | None) -> list[tuple[str, str]]:
    surface, block, element = _find(person, label, message, button=False)
    offered = await filling.suggested(_towards(person, surface), surface, block, element, typed_so_far)
    return [(option["text"]["text"], option["value"]) for option in offered]


async def shortcut(person: Person, name: str, message: Message | None) -> Message | None:
    workspace = person.workspace
    sandbox = workspace.sandbox
    if person.stranger:
        raise CannotType(f"{name} belongs to {workspace.name}; guests from {person.team.name} cannot use its shortcuts")
    trigger = sandbox.triggers.new(person)
    payload = interactions.head(person, "message_action" if message else "shortcut")
    payload |= {"callback_id": name, "trigger_id": trigger, "action_ts": sandbox.mint.ts()}
    if message is not None:
        post = person.post(message)
        if post.to is not None:
            raise CannotType("an ephemeral message has no shortcuts")
        payload |= {"channel": interactions.channel(post.channel, workspace), "message_ts": post.ts, "message": wire(post, workspace)}
        payload["response_url"] = sandbox.responses.new(person, post.channel, trigger).url
    with sandbox.screens.watching(person, trigger) as watch:
        try:
            await interactions.send(person, payload, trigger)
        except NoAnswer:
            return _trouble(message.channel if message else "")
        return await watch.seen(sandbox.patience)


# forms


async def submit(person: Person, values: Mapping[str, Value]) -> Message | None:
    view = _top(person)
    person = view.person
    await _fill(person, view, values)
    sandbox = person.workspace.sandbox
    view.errors = {}
    trigger = sandbox.triggers.new(person)
    payload = interactions.head(person, "view_submission") | {"trigger_id": trigger, "view": view.wire(), "response_urls": []}
    with sandbox.screens.watching(person, trigger, view.surface) as watch:
        try:
            said = await interactions.send(person, payload, f"{view.id}.{view.hash}", answers=True)
            if not _answered(person, view, said):
                return None
        except NoAnswer:
            return _trouble(view.surface)
        except Refusal as refusal:
            sandbox.complains("view_submission", refusal)
            return _trouble(view.surface)
        return await watch.seen(min(sandbox.patience, AFTER_A_FORM))


def _top(person: Person) -> View:
    if not person.views:
        raise CannotType(f"no form is open on {person.name}'s screen")
    return person.views[-1]


async def _fill(person: Person, view: View, values: Mapping[str, Value]) -> None:
    surface, shown = Surface(view), reading.form(view)
    inputs = {block["block_id"]: block for block in view.blocks if block["type"] == "input"}
    if not inputs and not view.said.get("submit"):
        raise CannotType(f"the form “{shown.title}” has nothing to submit")
    by_action = {block["element"]["action_id"]: name for name, block in inputs.items()}
    for name, value in values.items():
        block = inputs[by_action[name] if name in by_action else shown.field(name).id]
        element = block["element"]
        view.state[block["block_id"]][element["action_id"]] = await filling.state(person, surface, block, element, value)
    empty = [block["label"]["text"] for block in inputs.values() if not block.get("optional") and _is_empty(view, block)]
    if empty:
        raise CannotType(f"the form “{shown.title}” still needs {empty}")


def _is_empty(view: View, block: JSON) -> bool:
    return not any(choices.standing(view.state_of(block, block["element"])))


def _answered(person: Person, view: View, said: JSON) -> bool:
    """Does what the acknowledgement says; True when a form closed, so that a message may follow."""
    action = said.get("response_action")
    if action is None or action == "clear":
        if action == "clear":
            person.views.clear()
        elif view in person.views:
            person.views.remove(view)
        person.workspace.sandbox.bell.ring()
        return True
    if action == "errors":
        view.errors = limits.errors(view, said)
    elif action == "update":
        limits.view(said.get("view"), modal=True)
        view.replace(said["view"])
    elif action == "push":
        limits.view(said.get("view"), modal=True)
        if len(person.views) >= DEEPEST:
            raise Refusal("push_limit_reached")
        person.views.append(View(person, said["view"], view))
    else:
        raise Refusal("invalid_arguments", messages=[f"[ERROR] unknown response_action: {action}"])
    person.workspace.sandbox.bell.ring()
    return False


async def close(person: Person, *, everything: bool) -> None:
    closing = person.views[::-1] if everything else [_top(person)]
    for view in closing:
        person.views.remove(view)
    told = closing[0] if closing else None
    person.workspace.sandbox.bell.ring()
    if told is not None and told.said.get("notify_on_close"):
        payload = interactions.head(told.person, "view_closed") | {"view": told.wire(), "is_cleared": everything}
        try:
            await interactions.send(told.person, payload, f"{told.id}.{told.hash}")
        except NoAnswer:
            return


async def open_home(person: Person) -> Message | None:
    workspace = person.workspace
    sandbox = workspace.sandbox
    event: JSON = {"type": "app_home_opened", "user": person.id, "channel": person.dm.id, "tab": "home", "event_ts": sandbox.mint.ts()}
    if person.home_view is not None:
        event["view"] = person.home_view.wire()
    with sandbox.screens.watching(person, "", "home") as watch:
        sent = workspace.emit(event)
        published = await watch.seen(sandbox.patience) if sent is not None else None
    return published if published is not None and published.channel == "home" else person.home
