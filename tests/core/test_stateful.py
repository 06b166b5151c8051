"""Whatever people do in whatever order: thanks, nods, taking back, hiding, sharing, coming and going."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from guildbot import guilds, kudos, members, spaces
from guildbot.bot import Guildbot
from guildbot.db.ledger import SqliteLedger
from guildbot.db.postgres import PostgresLedger
from guildbot.kinds import SpaceKind, Visibility
from guildbot.refusals import Refused
from guildbot.who import Caller
from tests import servers
from tests.conftest import Clock
from tests.core.conftest import Home, acme, heard_as, message, someone

QUICK = settings(max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PEOPLE = [someone(f"p{number}") for number in range(4)]
who = some.sampled_from(PEOPLE)
messages = some.sampled_from(["1", "2"])


@dataclass
class Thanks:
    """What the oracle knows of one kudos."""

    giver: str
    to: set[str]
    worded: bool
    gesture: tuple[str, str, str] | None = None  # message, giver, to
    hidden: set[str] = field(default_factory=set)
    withdrawn: bool = False


class Guild(RuleBasedStateMachine):
    """One channel of four people against a plain dictionary."""

    house: Callable[[], AbstractContextManager[Home]]  # an empty home for one run, set by the test

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stack = ExitStack()
        self.home = self.stack.enter_context(type(self).house())
        self.clock = Clock(datetime(2026, 11, 2, 10, 0, tzinfo=UTC))
        self.bot = Guildbot(self.home.ledger, self.clock)
        self.thanks: dict[int, Thanks] = {}
        self.members: set[str] = set()
        self.events = 0

    def teardown(self) -> None:
        for one in PEOPLE:
            self.sees_their_own_numbers(one)
        self.loop.close()
        self.stack.close()

    def await_(self, deed: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(deed)

    def run(self, caller: Caller, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """The outcome, or None when it was refused; sent under a key of its own, as platforms do."""
        self.events += 1
        self.clock.move(minutes=7)
        try:
            return self.await_(self.bot.run(heard_as(caller, f"e{self.events}"), use_case, *args, **kwargs))
        except Refused:
            return None

    @initialize()
    def a_guild_begins(self) -> None:
        self.await_(self.bot.tend(spaces.install, "slack", acme.space, acme.space_name, SpaceKind.WORKSPACE))
        self.run(PEOPLE[0], guilds.start, guilds.Draft("Tidewater", "To be.", guilds.NORMS, ("care", "craft", "courage")))
        self.members.add(PEOPLE[0].account.name)

    @rule(giver=who, to=some.lists(who, min_size=1, max_size=3), words=some.sampled_from(["tea", "holding the silence"]))
    def thank(self, giver: Caller, to: list[Caller], words: str) -> None:
        said = self.run(giver, kudos.give, [one.account for one in to], words, about=message("1"), again=True)
        names = {one.account.name for one in to} - {giver.account.name}
        assert (said is not None) == bool(names)
        if said is not None:
            self.thanks[said.id] = Thanks(giver.account.name, names, worded=True)

    @rule(giver=who, to=who, on=messages)
    def nod(self, giver: Caller, to: Caller, on: str) -> None:
        said = self.run(giver, kudos.react, to.account, message(on + to.account.id), "💛")
        gesture = (on, giver.account.name, to.account.name)
        before = [one for one in self.thanks.values() if one.gesture == gesture]
        if isinstance(said, kudos.NodGiven) and said.id not in self.thanks:
            self.thanks[said.id] = Thanks(giver.account.name, {to.account.name}, worded=False, gesture=gesture)
        for one in before:
            if not one.worded:
                one.withdrawn = False

    @rule(giver=who, to=who, on=messages)
    def unreact(self, giver: Caller, to: Caller, on: str) -> None:
        self.run(giver, kudos.unreact, message(on + to.account.id), "💛")
        for one in self.thanks.values():
            if one.gesture == (on, giver.account.name, to.account.name) and not one.worded:
                one.withdrawn = True

    @rule(actor=who, id=some.integers(1, 12))
    def add_words(self, actor: Caller, id: int) -> None:
        said = self.run(actor, kudos.add_words, id, f"a sentence about number {id}")
        one = self.thanks.get(id)
        assert (said is not None) == (one is not None and one.giver == actor.account.name and not one.withdrawn)
        if said is not None and one is not None:
            one.worded = True

    @rule(actor=who, id=some.integers(1, 12))
    def withdraw(self, actor: Caller, id: int) -> None:
        said = self.run(actor, kudos.withdraw, id)
        one = self.thanks.get(id)
        assert (said is not None) == (one is not None and one.giver == actor.account.name)
        if said is not None and one is not None:
            one.withdrawn = True

    @rule(actor=who, id=some.integers(1, 12), shown=some.sampled_from([None, *Visibility]))
    def decide(self, actor: Caller, id: int, shown: Visibility | None) -> None:
        """A receiver hides thanks, or says who may see them."""
        said = self.run(actor, kudos.hide, id) if shown is None else self.run(actor, kudos.share, id, shown)
        one = self.thanks.get(id)
        mine = one is not None and not one.withdrawn and actor.account.name in one.to - one.hidden
        assert (said is not None) == mine
        if one is not None and mine and shown is None:
            one.hidden.add(actor.account.name)

    @rule(actor=who)
    def join(self, actor: Caller) -> None:
        said = self.run(actor, members.join, "tidewater", thanks=Visibility.MESSAGE)
        assert (said is None) == (actor.account.name in self.members)
        self.members.add(actor.account.name)

    @rule(actor=who)
    def leave(self, actor: Caller) -> None:
        said = self.run(actor, members.leave, "tidewater")
        assert (said is not None) == (actor.account.name in self.members)
        self.members.discard(actor.account.name)

    @invariant()
    def every_kudos_has_a_receiver_other_than_its_giver(self) -> None:
        """K1."""
        lonely = "SELECT id FROM kudos k WHERE NOT EXISTS (SELECT 1 FROM receipt r WHERE r.kudos_id = k.id AND r.account_id <> k.giver_id)"
        assert self.home.look(f"{lonely} AND withdrawn_at IS NULL") == []

    @invariant()
    def one_live_membership_a_person(self) -> None:
        """G4."""
        live = "FROM membership m JOIN person p ON p.id = m.person_id JOIN account a ON a.person_id = p.id WHERE m.ended_at IS NULL"
        assert sorted(name for (name,) in self.home.look(f"SELECT a.name {live}")) == sorted(self.members)

    @invariant()
    def at_most_one_nod_a_gesture(self) -> None:
        """K3."""
        many = "SELECT message, giver_id FROM kudos WHERE key IS NOT NULL AND withdrawn_at IS NULL GROUP BY message, giver_id"
        assert self.home.look(f"{many} HAVING count(*) > 1") == []

    @invariant()
    def everybody_sees_their_own_numbers(self) -> None:
        """One of them after every step; all of them at the end."""
        self.sees_their_own_numbers(PEOPLE[self.events % len(PEOPLE)])

    def sees_their_own_numbers(self, one: Caller) -> None:
        mine = self.run(one, kudos.mine)
        me = one.account.name
        got = {id: told for id, told in self.thanks.items() if not told.withdrawn and me in told.to - told.hidden}
        gave = {id for id, told in self.thanks.items() if not told.withdrawn and told.giver == me}
        assert (mine.thanks, mine.givers) == (len(got), len({told.giver for told in got.values()}))
        assert {kept.id for kept in mine.received} == set(sorted(got)[-10:])
        assert {kept.id for kept in mine.given} == set(sorted(gave)[-10:])


@contextmanager
def file(empty: Path) -> Iterator[Home]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "guildbot.db"
        shutil.copy(empty, path)
        ledger = SqliteLedger(path, synchronous="OFF")
        yield Home(ledger, path)
        asyncio.run(ledger.close())


@contextmanager
def emptied(url: str, ledger: PostgresLedger) -> Iterator[Home]:
    servers.empty(url)
    yield Home(ledger, url)


def test_whatever_people_do_in_whatever_order(empty_database: Path) -> None:
    kept = type("GuildInAFile", (Guild,), {"house": partial(file, empty_database)})
    run_state_machine_as_test(kept, settings=QUICK)


def test_whatever_people_do_in_whatever_order_on_postgresql(standing_postgres: tuple[str, PostgresLedger]) -> None:
    kept = type("GuildOnAServer", (Guild,), {"house": partial(emptied, *standing_postgres)})
    run_state_machine_as_test(kept, settings=settings(QUICK, max_examples=12))
