"""The storm, small, on a clock that leaps over every pause."""

from __future__ import annotations

from tests.faults import storm
from tests.faults.storm import Leaping, Size


async def test_in_a_storm_every_digest_arrives_once_and_no_limit_is_broken() -> None:
    found = await storm.run(Size(chapters=200, guilds=80, workspaces=4, servers=5), Leaping(), seed=2)
    assert found.kept, str(found)
    for place in (found.slack, found.discord):
        assert (place.limited > 5, place.silent > 1) == (True, True), "there was a storm"


async def test_whoever_sends_again_without_looking_says_some_things_twice() -> None:
    """Otherwise the story above would prove nothing."""
    found = await storm.run(Size(chapters=100, guilds=40, workspaces=2, servers=3), Leaping(), seed=2, looks=False)
    assert found.slack.doubled > 0, str(found)
    assert found.discord.doubled > 0, str(found)
