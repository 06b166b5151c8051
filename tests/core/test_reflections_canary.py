"""Rule R2 for everything there is: a private answer leaves through no door but its author's own."""

from __future__ import annotations

import importlib
import inspect
import logging
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from structlog.testing import capture_logs

import guildbot
from guildbot import courier, engagements, guilds, kudos, people, records, reflections, waiting
from guildbot.bot import Guildbot
from guildbot.calendar import Cadence, Due
from guildbot.kinds import Admission, AskState, Part, Sharing, SpaceKind, Visibility
from guildbot.reflections import Question
from guildbot.refusals import Refused
from guildbot.who import AccountRef, Caller, MessageRef
from guildbot.words import Say, plain
from guildbot.work import Work
from tests.conftest import Clock
from tests.core.conftest import SAY, acme, deliver, guild_of, rendered, someone

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
CANARY = "a canary of a sentence that nobody else may read"
FIRST = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
ECHOES = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)
MOST_CALLS = 12  # of one use case, with different arguments
# through which its author reads it, always and while the question is open
OWN_DOORS = {reflections.mine, reflections.everything, records.gather}
OPEN_DOORS = {reflections.current, reflections.form, waiting.waiting}
GIVEN: dict[Any, tuple[Any, ...]] = {
    str: ("tidewater", "slack"),
    bool: (True,),
    float: (1.0,),
    date: (date(2026, 11, 10),),
    datetime: (datetime(2026, 1, 1, tzinfo=UTC),),
    Admission: tuple(Admission),
    AskState: tuple(AskState),
    Part: tuple(Part),
    Visibility: tuple(Visibility),
    Sharing: tuple(Sharing),
    SpaceKind: tuple(SpaceKind),
    AccountRef: (ana.account, dele.account),
    MessageRef: (MessageRef("C1", "m1"),),
    Caller: (ana,),
    Say: (SAY,),
    Cadence: (Cadence(1, 600, "UTC", 2, date(2026, 1, 1)),),
    guilds.Draft: (guilds.Draft("Nightjar", "To be.", "", ("a", "b", "c")),),
    engagements.Draft: (engagements.Draft("Ward 6"),),
    people.Facts: (people.Facts("Robot", bot=True),),
    Due: (Due(1, 1, "digest", 1, 1, date(2026, 11, 13), ECHOES), Due(2, 2, "question", 1, None, date(2026, 11, 17), ECHOES)),
}


def use_cases() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of the core that takes a `Work`, in whatever module, whether or not an adapter calls it yet."""
    for info in pkgutil.walk_packages(guildbot.__path__, "guildbot."):
        if info.name.startswith("guildbot.db"):
            continue
        module = importlib.import_module(info.name)
        for name, one in vars(module).items():
            if inspect.isfunction(one) and one.__module__ == info.name and not name.startswith("_"):
                parameters = list(inspect.signature(one).parameters.values())
                if parameters and get_type_hints(one).get(parameters[0].name) is Work:
                    yield f"{info.name}.{name}", one


def calls(use_case: Callable[..., Any], numbers: tuple[int, ...]) -> Iterator[tuple[list[Any], dict[str, Any]]]:
    """Plausible arguments, chosen by their types; what has a default keeps it. None where only the core makes such a thing."""
    hints = get_type_hints(use_case)
    asked = [one for one in list(inspect.signature(use_case).parameters.values())[1:] if one.default is inspect.Parameter.empty]
    if any(is_inner(hints[one.name]) for one in asked):
        return
    choices = [examples(hints[one.name], numbers) for one in asked]
    for values in islice(product(*choices), MOST_CALLS):
        given = list(zip(asked, values, strict=True))
        ordered = [value for one, value in given if one.kind is not inspect.Parameter.KEYWORD_ONLY]
        yield ordered, {one.name: value for one, value in given if one.kind is inspect.Parameter.KEYWORD_ONLY}


def is_inner(hint: Any) -> bool:
    """What no adapter can hand in: it is read from the ledger, and the functions that take it are called by those that read it."""
    inside = [hint, *get_args(hint)]
    return hint not in GIVEN and any(inspect.isclass(one) and one.__module__.startswith("guildbot.") and one not in GIVEN for one in inside)


def examples(hint: Any, numbers: tuple[int, ...]) -> tuple[Any, ...]:
    if hint is int:
        return numbers
    if hint in GIVEN:
        return GIVEN[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (tuple,):
        return (tuple(examples(one, numbers)[0] for one in arguments if one is not Ellipsis),)
    if origin is not None and inspect.isclass(origin) and issubclass(origin, Mapping):
        return ({},)
    if origin is not None and inspect.isclass(origin) and issubclass(origin, Iterable):
        return ([*examples(arguments[0], numbers)],)
    found = tuple(value for one in arguments if one is not type(None) for value in examples(one, numbers))
    assert found, f"no example of {hint}: add one to GIVEN"
    return found


class Unsaid(Exception):
    """Carries an outcome out of a deed, and undoes the deed."""


async def told(bot: Guildbot, who: Caller, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """All of an outcome that could be read, of a refusal too; nothing of the deed stays."""

    def deed(work: Work) -> None:
        raise Unsaid(use_case(work, *args, **kwargs))

    try:
        await bot.run(who, deed)
    except Unsaid as said:
        return everything(said.args[0])
    except Refused as no:
        return "\n".join(plain(SAY.of(reason)) for reason in no.reasons)
    except Exception as error:  # an id of nothing; what is logged must not tell either
        return str(error)
    raise AssertionError("a deed that says nothing")


def everything(value: Any) -> str:
    """The value itself, and its words as far as it has some."""
    said = [repr(value)]
    for one in parts(value):
        if callable(getattr(one, "words", None)):
            said.append(rendered(one))
    return "\n".join(said)


def parts(value: Any) -> Iterator[Any]:
    yield value
    if is_dataclass(value):
        for one in fields(value):
            yield from parts(getattr(value, one.name))
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from parts(each)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from parts(each)


@pytest.mark.parametrize("when", [FIRST + timedelta(days=1), ECHOES], ids=["while it is open", "when it is echoed"])
async def test_a_private_answer_reaches_no_other_use_case_letter_or_line_of_the_log(
    bot: Guildbot, clock: Clock, caplog: pytest.LogCaptureFixture, when: datetime
) -> None:
    """Every use case and every loader, asked by its author, by a caretaker who shared, and by an outsider."""
    caplog.set_level(logging.DEBUG)
    with capture_logs() as lines:
        question = await begun(bot, clock)
        kept = await bot.run(ana, reflections.answer, question.round, CANARY)
        other = await bot.run(ben, reflections.answer, question.round, "I moved the kettle.")
        await bot.run(ben, reflections.share, other.response, Sharing.SIGNED)
        await bot.run(ana, kudos.give, [ben.account], "holding the silence")
        clock.now = when
        numbers, every = (1, 2, kept.response), dict(use_cases())
        doors = {one for one in every.values() for args, more in calls(one, numbers) if CANARY in await told(bot, ana, one, *args, **more)}
        assert doors == (OWN_DOORS if when == ECHOES else OWN_DOORS | OPEN_DOORS)

        probes = 0
        for who in (ben, dele):
            for name, one in every.items():
                for args, more in calls(one, numbers):
                    probes += 1
                    assert CANARY not in await told(bot, who, one, *args, **more), f"{name}{args} told {who.account.name}"
            for kind, load in courier.LOAD.items():
                for notice, subject in product((1, 3, 5), (1, 2, kept.response)):
                    probes += 1
                    assert CANARY not in await told(bot, who, load, notice, subject), f"the loader of {kind}"
        post = await deliver(bot)
        assert CANARY not in "\n".join(everything(content) for letter in post.letters for content in letter.content)
    assert CANARY not in caplog.text + repr(lines)
    assert probes > 1000


async def begun(bot: Guildbot, clock: Clock) -> Question:
    await guild_of(bot, ana, ben, cleo)
    clock.now = FIRST
    (question,) = (await deliver(bot)).to(acme)
    assert isinstance(question, Question)
    return question


def test_every_use_case_of_questions_is_probed() -> None:
    """What the package gives out, and that hardly anything is left aside."""
    every = dict(use_cases())
    given_out = {one for name in reflections.__all__ if inspect.isfunction(one := getattr(reflections, name))}
    probed = {one for one in every.values() if any(True for _ in calls(one, (1,)))}
    assert given_out <= probed
    assert len(probed) > 0.9 * len(every)
