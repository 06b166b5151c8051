"""views.*: modals and App Homes."""

from __future__ import annotations

from typing import Any

from .. import limits
from ..call import Call, Method
from ..people import Person
from ..record import JSON
from ..refusals import Refusal
from ..views import DEEPEST, View


def _view(call: Call, *, modal: bool) -> JSON:
    said: Any = call.nested("view")
    limits.view(said, modal=modal)
    checked: JSON = said
    return checked


def _opener(call: Call) -> tuple[Person, str]:
    trigger = call.text("trigger_id") or call.text("interactivity_pointer")
    if not trigger:
        call.need("trigger_id")
    return call.sandbox.triggers.exchange(trigger, call.workspace.id), trigger


def open_(call: Call) -> JSON:
    said = _view(call, modal=True)
    _unique(call, said)
    person, trigger = _opener(call)
    view = View(person, said)
    person.views[:] = [view]
    call.sandbox.screens.opens(view, trigger=trigger)
    return {"view": view.wire()}


def push(call: Call) -> JSON:
    said = _view(call, modal=True)
    _unique(call, said)
    person, trigger = _opener(call)
    if not person.views:
        raise Refusal("not_found")
    if len(person.views) >= DEEPEST:
        raise Refusal("push_limit_reached")
    view = View(person, said, person.views[-1])
    person.views.append(view)
    call.sandbox.screens.opens(view, trigger=trigger)
    return {"view": view.wire()}


def _unique(call: Call, said: JSON) -> None:
    wanted = said.get("external_id")
    if wanted and any(view.said.get("external_id") == wanted for view in _open_views(call)):
        raise Refusal("duplicate_external_id")


def _open_views(call: Call) -> list[View]:
    return [view for person in call.workspace.people.values() for view in person.views]


def update(call: Call) -> JSON:
    said = _view(call, modal=True)
    by_id, by_external = call.text("view_id"), call.text("external_id")
    if not by_id and not by_external:
        call.need("view_id")
    for view in _open_views(call):
        if view.id == by_id or (by_external and view.said.get("external_id") == by_external):
            return _replaced(call, view, said)
    raise Refusal("not_found")


def _replaced(call: Call, view: View, said: JSON) -> JSON:
    if call.text("hash", view.hash) != view.hash:
        raise Refusal("hash_conflict")
    view.replace(said)
    call.sandbox.screens.opens(view)
    return {"view": view.wire()}


def publish(call: Call) -> JSON:
    said = _view(call, modal=False)
    person = call.person("user_id")
    if person.home_view is not None:
        return _replaced(call, person.home_view, said)
    person.home_view = View(person, said)
    call.sandbox.screens.opens(person.home_view)
    return {"view": person.home_view.wire()}


METHODS = {
    "views.open": Method(open_),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
