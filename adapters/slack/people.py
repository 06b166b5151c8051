"""One's own profile on Slack, and completing people's names in forms."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.slack import forms, wire
from adapters.slack.blocks import Voice
from adapters.slack.forms import Choice, View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import labels, people
from guildbot.kinds import Visibility


async def show(turn: Turn) -> Reply:
    """The profile is a form: what one reads can be changed at once."""
    return Opens(form(turn, await turn.look(people.show)))


async def changed(turn: Turn) -> Reply:
    fields, thanks = turn.fields, turn.fields.text("thanks")
    with wire.pointing(turn.voice, {people.NotAZone: "zone", people.NotHours: "quiet"}, "name"):
        said = await turn.run(
            people.change, name=fields.text("name"), zone_name=fields.text("zone"), quiet=fields.text("quiet"),
            thanks=Visibility(thanks) if thanks else None, questions=fields.yes("questions"),
        )  # fmt: skip
    return outcome(turn.voice, said)


async def suggest(turn: Turn) -> list[Choice]:
    """Whom somebody may mean who has typed this much."""
    return [(one.name, people.handle(one)) for one in await turn.look(people.suggest, turn.value)]


def outcome(voice: Voice, said: people.ProfileKept) -> Shows:
    words = said.words(voice.say)
    return Shows((voice.rich(words),), voice.fallback(words), voice.say.text(labels.PROFILE_TITLE))


def form(turn: Turn, said: people.Profile) -> View:
    voice = turn.voice
    quiet = "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in said.quiet) if said.quiet else ""
    standing = said.thanks.value if said.thanks else None
    blocks = [
        forms.typed(voice, "name", labels.YOUR_NAME, initial=said.name or "", optional=True, most=80),
        forms.typed(voice, "zone", labels.ZONE, initial=said.zone or "", optional=True, most=60),
        forms.typed(voice, "quiet", labels.QUIET_HOURS, initial=quiet, optional=True, most=40),
        forms.chosen(
            voice, "thanks", labels.WHO_SEES_THANKS, forms.labelled(voice, labels.VISIBILITY), initial=standing, radio=True, optional=True
        ),
        forms.yes_or_no(voice, "questions", labels.QUESTIONS, said.questions),
    ]
    return forms.form(voice, "profile.edit", labels.PROFILE_TITLE, labels.KEEP, blocks)


COMMANDS: Mapping[str, Handler] = {"show": show}
BUTTONS: Mapping[str, Handler] = {"profile.edit": show}
FORMS: Mapping[str, Handler] = {"profile.edit": changed}
