"""The stage: two Slack workspaces, one Discord server, the bot connected to them, and a clock that the story moves."""

from __future__ import annotations

import contextlib
import logging
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from adapters import logs
from adapters.demo.screen import Screen
from adapters.running import running
from adapters.sandbox.discord import DiscordSandbox
from adapters.sandbox.slack import SlackSandbox
from adapters.sandbox.view import CannotType, Form, Message
from guildbot.bot import wall
from guildbot.settings import read

BEGIN = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)  # a Monday


class Stage:
    """`async with` brings everything up through the same composition as `guildbot run`, and takes it down again."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.now = BEGIN
        self._ahead: timedelta | None = None  # of the clock outside, once somebody types themselves
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        enter = self._stack.enter_async_context
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        self.slack = await enter(SlackSandbox(clock=self.clock))
        self.discord = await enter(DiscordSandbox(clock=self.clock))
        self._people()
        given = {
            name.removeprefix("GUILDBOT_").lower(): value for name, value in (self.slack.environment() | self.discord.environment()).items()
        }
        settings = read(
            _env_file=None,
            **given,
            database_url=f"sqlite:///{Path(folder) / 'demo.db'}",
            host_name="the people in this demo",
            log_level="warning",
        )
        logs.configure(settings)
        logging.getLogger("slack").setLevel(logging.CRITICAL)  # a workspace leaves in the story, and the SDK is upset about it
        self.bot, self.jobs, self.platforms = await enter(running(settings, clock=self.clock))
        await self.jobs.work_off()
        return self

    async def __aexit__(self, *why: Any) -> None:
        await self._stack.aclose()

    def clock(self) -> datetime:
        return self.now if self._ahead is None else wall() + self._ahead

    def _people(self) -> None:
        self.marram = self.slack.workspace("marram", name="Marram Housing")
        self.northlight = self.slack.workspace("northlight", name="Northlight")
        self.open_room = self.discord.server("open-room", name="The Open Room", owner="yusra")
        self.hanne = self.marram.person("hanne", name="Hanne", tz="Europe/London")
        self.sol = self.marram.person("sol", name="Sol", tz="Europe/London")
        self.priya = self.marram.person("priya", name="Priya", tz="Europe/London")
        self.tomasz = self.northlight.person("tomasz", name="Tomasz", tz="Europe/London")
        self.leigh = self.northlight.person("leigh", name="Leigh", tz="Europe/London")
        self.yusra = self.open_room.person("yusra", name="Yusra")
        self.dele = self.open_room.person("dele", name="Dele")
        self.craft = self.marram.channel("craft")
        self.drafts = self.northlight.channel("drafts")
        self.lobby = self.open_room.channel("lobby")

    @property
    def everybody(self) -> list[Any]:
        """Everyone one can type as, wherever they are."""
        return [*self.marram.people.values(), *self.northlight.people.values(), *self.open_room.people.values()]

    async def until(self, day: int, hour: int, minute: int = 0) -> None:
        """Let time pass to an hour of a day (the first is 0), doing on the way whatever falls due."""
        goal = BEGIN.replace(hour=hour, minute=minute) + timedelta(days=day)
        while self.now < goal:
            self.now = min(goal, self.now + timedelta(hours=1))
            await self.jobs.work_off()
        self.screen.moment(self.now)

    def code_on(self, form: Form) -> str:
        """A code as it stands on a page that only its owner sees."""
        found = re.search(r"(?:[0-9a-f]{4}-){3}[0-9a-f]{4}", form.text)
        return found[0] if found else ""

    async def deactivates(self, workspace: Any, person: Any) -> None:
        """A workspace switches an account off; returns when the bot has heard it."""
        self.screen.does(workspace.name, f"switches {person.name}'s account off")
        await workspace.deactivates(person)
        await self.slack.settled(within=10)
        await self.jobs.work_off()

    def settle_in(self) -> None:
        """For whoever types themselves: from now on time runs on by itself, from that Monday morning."""
        self._ahead = BEGIN - wall()
        self.screen.moment(self.clock())

    async def passes(self, **by: float) -> None:
        """Let time pass for whoever types themselves, hour by hour."""
        span = timedelta(**by)
        while span > timedelta():
            step = min(span, timedelta(hours=1))
            self._ahead, span = (self._ahead or timedelta()) + step, span - step
            await self.jobs.work_off()
        self.screen.moment(self.clock())

    def is_slack(self, person: Any) -> bool:
        return person not in self.open_room.people.values()

    def place(self, channel: Any) -> str:
        """`#craft of Marram Housing`."""
        for space in (self.marram, self.northlight, self.open_room):
            if channel in space.channels.values():
                return f"#{channel.name} of {space.name}"
        return "a direct message"

    # What people do, said aloud on the screen.

    async def types(self, person: Any, channel: Any, text: str) -> Message | None:
        self.screen.types(person.name, self.place(channel), text)
        answer: Message | None = await person.types(channel, text)
        if answer is not None and (text.startswith("/") and not person.form):
            self.shows(person, channel, answer)
        await self.jobs.work_off()
        return answer

    async def clicks(self, person: Any, label: str, message: Message | None = None) -> Message | None:
        self.screen.does(person.name, f"presses [ {label} ]")
        answer: Message | None = await person.clicks(label, message)
        await self.jobs.work_off()
        return answer

    async def submits(self, person: Any, values: Mapping[str, Any], *, show: bool = True) -> Message | None:
        form = await self.form(person)
        if show:
            self.shows_form(person, form)
        said = "; ".join(f"{label.rstrip('?:. ')}: {value}" for label, value in values.items())
        self.screen.does(person.name, f"fills in “{said}” and sends it" if said else "sends it")
        answer: Message | None = await person.submits(values)
        await self.jobs.work_off()
        if person.form is not None and not person.form.fields and not person.form.buttons:  # a page that says what happened
            self.shows_form(person, person.form)
            await person.closes()
        return answer

    async def form(self, person: Any) -> Form:
        """The form on somebody's screen, once it is there: Slack opens it after the command was answered."""
        if person.form is None and self.is_slack(person):
            form: Form = await person.form_soon()
            return form
        if person.form is None:
            raise CannotType(f"{person.name} has no form open")
        return person.form  # type: ignore[no-any-return]

    async def uninstalls(self, workspace: Any) -> None:
        """A workspace sends the bot away; returns when the bot has heard it."""
        await workspace.uninstalls()
        await self.slack.settled(within=10)
        await self.jobs.work_off()

    def shows_form(self, person: Any, form: Form) -> None:
        self.screen.form(person.name, form, {str(one.id): one.name for one in self.everybody}, slack=self.is_slack(person))

    def shows(self, person: Any, channel: Any, message: Message) -> None:
        self.screen.sees(person.name, self.place(channel), message, slack=self.is_slack(person))

    async def arrives(self, person: Any, text: str, channel: Any = None) -> Message:
        """Show a message that has reached somebody, found by a part of it."""
        message: Message = await person.sees_soon(text, channel)
        self.shows(person, channel, message)
        return message
