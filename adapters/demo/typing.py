"""Typing as anybody in the sandbox, at a prompt like `hanne@marram#craft> `."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from adapters.demo.stage import Stage
from adapters.sandbox.view import CannotType, Field, Message

HELP = """\
Type as on Slack or Discord: /kudos @sol for ringing instead of typing
On Discord's side options have names: /kudos give people:Sol reason:for the calm
  hanne@marram#craft> …   be somebody else, here or from now on      who    everybody and their channels
  see                     what is on this person's screen            home   open the bot's Home (Slack)
  press LABEL             press a button                             react EMOJI   on the newest message of somebody else
  wait 1d | 3h            let time pass                              quit   leave"""
_WHO = re.compile(r"^(?P<person>[\w.-]+)(?:@(?P<space>[\w-]+))?(?:#(?P<channel>[\w-]+))?\s*>\s*(?P<rest>.*)$")


@dataclass(slots=True)
class Seat:
    """Whom one types as, and where; no channel means the direct conversation with the bot."""

    person: Any
    space: Any
    channel: Any

    def prompt(self, name: str) -> str:
        return f"{self.person.handle}@{name}" + (f"#{self.channel.name}" if self.channel is not None else "") + "> "


async def stay_and_type(stage: Stage) -> None:
    """Until `quit` or the end of input. Notices arrive while one types, as they would."""
    spaces = {"marram": stage.marram, "northlight": stage.northlight, "open-room": stage.open_room}
    seat = Seat(stage.hanne, "marram", stage.craft)
    stage.screen.says("Three empty places, a Monday morning, and nobody has said anything yet. `help` shows this again.")
    stage.screen.says(HELP)
    seen: set[tuple[str, str]] = set()
    while True:
        _news(stage, seen)
        try:
            line = (await asyncio.to_thread(input, seat.prompt(seat.space))).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if (found := _WHO.match(line)) is not None:
            moved = _sit(spaces, found)
            if moved is None:
                stage.screen.says("No such person or place; `who` lists everybody and their channels.")
                continue
            seat, line = moved, found["rest"].strip()
        if line in ("quit", "exit"):
            return
        try:
            if line:
                await _do(stage, seat, line)
        except EOFError:
            return


async def _do(stage: Stage, seat: Seat, line: str) -> None:
    word, _, rest = line.partition(" ")
    where = seat.channel if seat.channel is not None else seat.person.dm
    try:
        match word:
            case "help" | "?":
                stage.screen.says(HELP)
            case "who":
                for person in stage.everybody:
                    stage.screen.says(f"  {person.handle} ({person.name})")
                stage.screen.says("  channels: marram#craft, northlight#drafts, open-room#lobby")
            case "see":
                for message in seat.person.sees(seat.channel):
                    stage.shows(seat.person, seat.channel, message)
            case "home":
                if (view := await seat.person.opens_home()) is not None:
                    stage.shows(seat.person, None, view)
            case "press":
                _show(stage, seat, await seat.person.clicks(rest))
            case "react":
                others = [m for m in seat.person.sees(seat.channel) if m.author != seat.person.name and not m.ephemeral]
                if others:
                    await seat.person.reacts(others[-1], rest)
            case "wait":
                await stage.passes(**_span(rest))
            case _:
                answer = await seat.person.types(where, line)
                if line.startswith("/"):
                    _show(stage, seat, answer)
        if seat.person.form is not None:
            await _fill(stage, seat)
        await stage.jobs.work_off()
    except CannotType as no:
        stage.screen.says(f"  ({no})")
    except ValueError as no:
        stage.screen.says(f"  ({no})")


async def _fill(stage: Stage, seat: Seat) -> None:
    """Ask for the fields of an open form, one by one; an empty line keeps what stands there."""
    while (form := seat.person.form) is not None:
        stage.shows_form(seat.person, form)
        if not form.fields:  # a page to read, perhaps with buttons to press
            if not form.buttons:
                await seat.person.closes()
            return
        for sentence in form.errors.values():
            stage.screen.says(f"  ! {sentence}")
        values: dict[str, Any] = {}
        stage.screen.says("  (an empty line keeps what stands there; `close` leaves the form)")
        for field in form.fields:
            said = (await asyncio.to_thread(input, f"  {field.label}: ")).strip()
            if said == "quit":
                raise EOFError
            if said == "close":
                await seat.person.closes()
                return
            if said:
                values[field.id] = _value(stage, field, said)
        try:
            _show(stage, seat, await seat.person.submits(values))
        except CannotType as no:
            stage.screen.says(f"  ({no})")
            continue
        if seat.person.form is form and not form.errors:
            return


def _value(stage: Stage, field: Field, said: str) -> Any:
    """What somebody typed at a prompt, as the form wants it: an option by its text, people by their names."""
    if field.kind == "people":
        named = [one.strip().lstrip("@").lower() for one in re.split(r",| and ", said)]
        return [person for person in stage.everybody if person.handle in named or person.name.lower() in named]
    options = {text.lower(): value for text, value in field.options}
    chosen = [options[one.strip().lower()] for one in said.split(",") if one.strip().lower() in options]
    if field.kind in ("multi", "checkboxes", "external"):
        return chosen or [said]
    return chosen[0] if chosen else said


def _show(stage: Stage, seat: Seat, answer: Message | None) -> None:
    if answer is not None:
        stage.shows(seat.person, seat.channel, answer)


def _news(stage: Stage, seen: set[tuple[str, str]]) -> None:
    """Print what has reached anybody's direct messages and channels since the last line."""
    for person in stage.everybody:
        for message in person.dms:
            if (person.handle, message.id) not in seen and message.author != person.name:
                seen.add((person.handle, message.id))
                stage.shows(person, None, message)


def _sit(spaces: dict[str, Any], found: re.Match[str]) -> Seat | None:
    """The seat that `sol@marram#craft>` means; without a place the person's own, with their first channel."""
    at = found["space"] or next((name for name, space in spaces.items() if found["person"] in space.people), "")
    space = spaces.get(at)
    person = space.people.get(found["person"]) if space is not None else None
    if space is None or person is None or (found["channel"] and found["channel"] not in space.channels):
        return None
    if found["channel"] is None and found["space"] is not None:
        return Seat(person, at, None)
    return Seat(person, at, space.channels[found["channel"]] if found["channel"] else next(iter(space.channels.values())))


def _span(said: str) -> dict[str, float]:
    found = re.fullmatch(r"(\d+)\s*(d|h|m)", said.strip())
    if found is None:
        raise ValueError("say how long like 1d, 3h or 30m")
    return {{"d": "days", "h": "hours", "m": "minutes"}[found[2]]: float(found[1])}
