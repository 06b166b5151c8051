"""Thanks on Slack: typed, by form, by shortcut and by emoji."""

from __future__ import annotations

from adapters.sandbox.slack.people import Person
from tests.on_slack.conftest import Deliver


async def test_thanks_arrive_in_the_receivers_direct_messages(ana: Person, ben: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", "/kudos @ben for holding the silence on Tuesday")
    assert shown is not None
    print(shown.text, shown.buttons)
    await deliver()
    for m in ben.sees(): print(m.text, m.buttons)
    assert 0
