"""What somebody says about themselves, on Slack: the form of one's own profile; and completing people's names in forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.slack import forms, pages, wire
from adapters.slack.forms import Choice, View
from adapters.slack.wire import Handler, Opens, Reply, Turn
from guildbot import labels, people
from guildbot.kinds import Visibility
from guildbot.refusals import MixedAlphabets


async def change(turn: Turn) -> Reply:
    """[Change]"""
    return Opens(form(turn, await turn.look(people.show)))


async def changed(turn: Turn) -> Reply:
    fields, thanks = turn.fields, turn.fields.text("thanks")
    with wire.pointing(turn.voice, _FIELDS, "name"):
        await turn.run(
            people.change, name=fields.text("name"), zone_name=fields.text("zone"), quiet=fields.text("quiet"), about=fields.text("about"),
            thanks=Visibility(thanks) if thanks else None, questions=_ANSWER.get(fields.text("questions")),
            waits=fields.text("waits") if "waits" in fields.values else None,
            named=_ANSWER.get(fields.text("named")), reminder=_ANSWER.get(fields.text("reminder")),
        )  # fmt: skip
    return await pages.kept(turn)


async def suggest(turn: Turn) -> list[Choice]:
    """Whom somebody may mean who has typed this much."""
    return [(one.shown, people.handle(one)) for one in await turn.look(people.suggest, turn.value)]


def form(turn: Turn, said: people.Profile) -> View:
    voice = turn.voice
    quiet = "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in said.quiet) if said.quiet else ""
    standing = said.thanks.value if said.thanks else None
    blocks = [
        forms.typed(voice, "name", labels.YOUR_NAME, initial=said.name or "", optional=True, most=80),
        forms.typed(voice, "about", labels.ABOUT_ME, initial=", ".join(said.about), optional=True, most=200),
        forms.typed(voice, "zone", labels.ZONE, initial=said.zone or "", optional=True, most=60),
        forms.typed(voice, "quiet", labels.QUIET_HOURS, initial=quiet, optional=True, most=40),
        forms.typed(voice, "waits", labels.WAITS, initial=said.waits, optional=True, most=20),
        forms.chosen(
            voice, "thanks", labels.WHO_SEES_THANKS, forms.labelled(voice, labels.VISIBILITY), initial=standing, radio=True, optional=True
        ),
        forms.yes_or_no(voice, "questions", labels.QUESTIONS, said.questions),
        forms.yes_or_no(voice, "reminder", labels.REMINDER, said.reminder),
        forms.yes_or_no(voice, "named", labels.NAMED, said.named),
    ]
    return forms.form(voice, "profile.edit", labels.PROFILE_TITLE, labels.KEEP, blocks)


_ANSWER = {"yes": True, "no": False}  # a form that did not ask changes nothing
_FIELDS: Mapping[type[Any], str] = {
    people.NotAZone: "zone", people.NotHours: "quiet", people.NotAnHour: "waits", people.TooManyWords: "about", people.LongWord: "about",
    MixedAlphabets: "name",
}  # fmt: skip
BUTTONS: Mapping[str, Handler] = {"profile.edit": change}
FORMS: Mapping[str, Handler] = {"profile.edit": changed}
