"""`python -m tests.benchmarks [--all] [B1 B4 …]`: the goals as one table; the same as JSON in build/bench.json.

Without names every goal is measured, with `--all` also those that take long (B5 with its million rows, B9 idle for a whole minute).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial

import structlog
from rich.console import Console
from rich.table import Table

from . import (
    b1_postgres,
    b1_slack,
    b2_default_bolt,
    b3_discord,
    b4_group_commit,
    b5_million,
    b6_history,
    b7_many_guilds,
    b8_counted,
    b9_start,
    move,
)
from .harness import Line
from .town import BUILD

RESULTS = BUILD.parent / "bench.json"
Goal = Callable[[], Awaitable[list[Line]]]
QUICK: dict[str, Goal] = {
    "B1": b1_slack.lines,
    "B2": b2_default_bolt.lines,
    "B3": b3_discord.lines,
    "B4": b4_group_commit.lines,
    "B8": b8_counted.lines,
    "B9": b9_start.lines,
    "postgres": b1_postgres.lines,
    "move": move.lines,
}
LONG: dict[str, Goal] = {
    "B5": b5_million.lines,
    "B6": b6_history.lines,
    "B7": b7_many_guilds.lines,
    "B9": partial(b9_start.lines, idle_seconds=60.0),
}
WIDTH = 150  # where nobody looks at a terminal
COLOURS = {"PASS": "green", "FAIL": "red", "NOISY": "yellow", "–": "default"}


def main() -> None:
    asked = _arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    goals = QUICK | (LONG if asked.all else {}) | {name: LONG[name] for name in asked.goals if name not in QUICK}
    chosen = {name: goals[name] for name in sorted(goals) if not asked.goals or name in asked.goals}
    found = asyncio.run(_measure(chosen))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([asdict(line) | {"target": line.target, "verdict": line.verdict} for line in found], indent=2))
    console = Console()
    Console(width=None if console.is_terminal else WIDTH).print(_table(found))
    sys.exit(any(line.verdict == "FAIL" for line in found))


async def _measure(goals: Mapping[str, Goal]) -> list[Line]:
    found = []
    for name, goal in goals.items():
        print(f"{name} …", file=sys.stderr, flush=True)  # noqa: T201
        found += await goal()
    return found


def _table(found: Sequence[Line]) -> Table:
    table = Table(title="Goals, as ratios measured in one run", title_justify="left")
    for heading in ("goal", "what", "target", "reached", "min – max", "", "beside"):
        table.add_column(heading, justify="right" if heading in ("target", "reached") else "left")
    for line in found:
        ratio, colour = line.ratio, COLOURS[line.verdict]
        spread = "" if ratio.low == ratio.high else f"{_short(ratio.low)} – {_short(ratio.high)}"
        reached = f"{_short(ratio.median)} {line.unit}".rstrip()
        table.add_row(line.goal, line.what, line.target, reached, spread, f"[{colour}]{line.verdict}[/]", line.note)
    return table


def _short(figure: float) -> str:
    return f"{figure:.3g}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="The goals as ratios, in one table.")
    parser.add_argument("goals", nargs="*", metavar="goal", help=f"of {', '.join(sorted(QUICK | LONG))}; all quick ones if none is named")
    parser.add_argument("--all", action="store_true", help="also what takes long")
    asked = parser.parse_args()
    if unknown := set(asked.goals) - set(QUICK | LONG):
        parser.error(f"there is no goal {', '.join(sorted(unknown))} here")
    return asked


if __name__ == "__main__":
    main()
