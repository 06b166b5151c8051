"""The runs of `processes`, short: what two processes keep, a limit that holds, and a server that is killed."""

from __future__ import annotations

from guildbot.db.ledger import SqliteLedger
from tests import servers
from tests.faults import processes


async def test_two_processes_lose_nothing_and_double_nothing(databases: servers.Databases) -> None:
    found, killed = await processes.several(databases, 2, how_many=300, kills=2)
    assert (found.acknowledged, killed) == (300, 2)
    assert found.kept, str(found)


async def test_eight_writers_never_get_past_the_limit(databases: servers.Databases) -> None:
    """K7, and that the rig would see it."""
    assert await processes.burst_on_postgres(databases, rounds=6) == 0
    with processes.row_not_locked():
        assert await processes.burst_on_postgres(databases, rounds=6) > 0
    assert await processes.burst_on_sqlite(SqliteLedger, rounds=6) == 0
    assert await processes.burst_on_sqlite(processes.NoTransaction, rounds=2) == 2


async def test_a_server_that_is_killed_loses_nothing_it_acknowledged() -> None:
    found, back = await processes.server_killed(kills=2)
    assert found.acknowledged > 20
    assert found.kept, str(found)
    assert back.after_kill < processes.BACK_WITHIN
