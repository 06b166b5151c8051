"""The kill run, short: what was acknowledged stands in the ledger, once."""

from __future__ import annotations

from tests.faults import kills


async def test_what_was_acknowledged_survives_kill_9() -> None:
    found = await kills.run(kills.PROTECTED, kills=2, in_flight=50, people=20, seed=7)
    assert found.acknowledged > 10
    assert found.kept, str(found)
