"""The control of the kill run: guildbot made to answer before the deed is done. It must lose something, or the rig is blind."""

from __future__ import annotations

from typing import Any

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.response import BoltResponse

from adapters.discord.turns import Turn
from adapters.main import main
from adapters.slack.sockets import Sockets


def answer_first() -> None:
    """Slack envelopes are acknowledged as they come in; Discord interactions are answered before the core is asked."""
    done = Turn.run

    async def heard(self: Any, client: Any, request: Any) -> None:
        await send_async_response(client, request, BoltResponse(status=200, body=""), 0.0)
        await run_async_bolt_app(self._app, request)

    async def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.interaction.response.is_done():
            await self.interaction.response.send_message("Passed on.", ephemeral=True)
        return await done(self, *args, **kwargs)

    setattr(Sockets, "_heard", heard)  # noqa: B010 - what a type checker would rightly refuse
    setattr(Turn, "run", run)  # noqa: B010


if __name__ == "__main__":
    answer_first()
    main()
