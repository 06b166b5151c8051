"""The gateway: sessions that outlive their sockets, numbered events, RESUME, and the ways a connection ends."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from . import payloads
from .record import Delivery, Json
from .sessions import Session, Socket

if TYPE_CHECKING:
    from .servers import Server
    from .world import World

INTENTS: Mapping[str, int] = {
    "guilds": 1 << 0,
    "members": 1 << 1,
    "presences": 1 << 8,
    "guild_messages": 1 << 9,
    "guild_reactions": 1 << 10,
    "direct_messages": 1 << 12,
    "direct_reactions": 1 << 13,
    "message_content": 1 << 15,
}
PRIVILEGED = ("members", "presences", "message_content")
ALL_INTENTS = (1 << 26) - 1
LARGEST_LOG = 50_000  # events a session keeps for RESUME
KEPT_SESSIONS = 8  # sessions without a socket that are kept when a new one begins


def _needs(kind: str, direct: bool) -> int:
    """The intents of which one lets an event through; 0 means that it always comes (docs: events/gateway#list-of-intents)."""
    if kind.startswith("MESSAGE_REACTION"):
        return INTENTS["direct_reactions" if direct else "guild_reactions"]
    if kind.startswith("MESSAGE_"):
        return INTENTS["direct_messages" if direct else "guild_messages"]
    if kind.startswith("GUILD_MEMBER_"):
        return INTENTS["members"]
    if kind.startswith(("GUILD_", "CHANNEL_", "THREAD_")):
        return INTENTS["guilds"]
    return 0


class Gateway:
    def __init__(self, world: World, *, session_life: float, heartbeat: float, privileged: Collection[str]) -> None:
        self._world = world
        self._session_life = session_life
        self._heartbeat = heartbeat
        self._privileged = set(privileged)
        self._sessions: dict[str, Session] = {}
        self._sockets: set[Socket] = set()
        self.url = ""
        self.identifies = 0
        self.resumes = 0

    # ------------------------------------------------------------------ events out

    def tell(
        self,
        kind: str,
        data: Json,
        *,
        key: str,
        server: Server | None = None,
        direct: bool = False,
        hidden: Json | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> Delivery:
        """Dispatches to every session that may hear it. `hidden` is the form for sessions without message content."""
        delivery = Delivery(key, kind, facts or {})
        full = blank = ""
        needs = _needs(kind, direct)
        if self.identifies or not kind.startswith(("GUILD_", "CHANNEL_")):  # building servers before the bot came is no news to anybody
            self._world.deliveries.append(delivery)
        for session in self._living():
            if (needs and not session.intents & needs) or not session.covers(server):
                continue
            if hidden is None or session.intents & INTENTS["message_content"]:
                full = full or json.dumps(data)
                session.push(kind, full, self._world.clock, delivery)
            else:
                blank = blank or json.dumps(hidden)
                session.push(kind, blank, self._world.clock, delivery)
        return delivery

    def _living(self) -> list[Session]:
        """The sessions that still exist; one whose socket has been gone for too long is forgotten."""
        oldest = asyncio.get_running_loop().time() - self._session_life if self._sessions else 0.0
        for session in [one for one in self._sessions.values() if one.socket is None and one.left_at < oldest]:
            del self._sessions[session.id]
        return list(self._sessions.values())

    def _forget_all_but(self, most: int) -> None:
        """A bot that is killed over and over leaves sessions behind that nobody will resume."""
        left = sorted((one for one in self._sessions.values() if one.socket is None), key=lambda one: one.left_at)
        for session in left[: max(0, len(left) - most)]:
            del self._sessions[session.id]

    @property
    def connected(self) -> bool:
        """Whether every shard of some session set has a socket."""
        here = [session for session in self._sessions.values() if session.socket is not None]
        return any({other.shard for other in here if other.shards == one.shards} >= set(range(one.shards)) for one in here)

    def grants(self, intent: str) -> bool:
        """Whether a privileged intent was switched on for this application."""
        return intent in self._privileged

    @property
    def reads_content(self) -> bool:
        """Whether HTTP answers show other people's words, too."""
        return self.grants("message_content")

    @property
    def sockets(self) -> int:
        return len(self._sockets)

    # ------------------------------------------------------------------ trouble, on request

    async def drop(self, *, resumable: bool) -> None:
        sockets = list(self._sockets)
        for socket in sockets:
            socket.abort()
        if not resumable:
            self._sessions.clear()
        for socket in sockets:
            await socket.gone.wait()

    async def reconnect(self) -> None:
        await self._send_away({"op": 7, "d": None}, keep=True)

    async def invalidate(self, *, resumable: bool) -> None:
        await self._send_away({"op": 9, "d": resumable}, keep=resumable)

    async def _send_away(self, last_word: Json, *, keep: bool) -> None:
        for socket in list(self._sockets):
            session = socket.session
            if session is not None:
                session.leave(asyncio.get_running_loop().time())
                if not keep:
                    self._sessions.pop(session.id, None)
            socket.session = None
            socket.send(json.dumps(last_word))

    async def close(self) -> None:
        for socket in list(self._sockets):
            socket.abort()

    # ------------------------------------------------------------------ one connection

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(compress=False, max_msg_size=0)
        await ws.prepare(request)
        if request.query.get("v", "10") not in ("9", "10"):
            await ws.close(code=4012, message=b"Invalid API version")
            return ws
        socket = Socket(ws, request.transport, zlib_stream=request.query.get("compress") == "zlib-stream")
        self._sockets.add(socket)
        socket.send(json.dumps({"op": 10, "d": {"heartbeat_interval": int(self._heartbeat * 1000)}}))
        try:
            async for frame in ws:
                if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    break
                refusal = self._heard(socket, frame.data)
                if refusal is not None:
                    await socket.refuse(*refusal)
                    break
        finally:
            self._sockets.discard(socket)
            socket.stop()
            self._left(socket, ws.close_code)
        return ws

    def _left(self, socket: Socket, code: int | None) -> None:
        session = socket.session
        if session is not None and session.socket is socket:
            session.leave(asyncio.get_running_loop().time())
            if code in (1000, 1001):  # the client ended the session itself
                self._sessions.pop(session.id, None)
        socket.gone.set()
        self._world.changes.told()

    def _heard(self, socket: Socket, frame: str | bytes) -> tuple[int, str] | None:
        """Returns the close code and reason when the client must go."""
        try:
            message = json.loads(frame)
            op, data = message["op"], message.get("d")
        except (ValueError, KeyError, TypeError):
            return 4002, "Error while decoding payload."
        if op == 1:
            if socket.session is not None and isinstance(data, int):
                socket.session.heartbeat(data)
            socket.send('{"op":11,"d":null}')
        elif op == 2:
            return self._identify(socket, data)
        elif op == 6:
            return self._resume(socket, data)
        elif socket.session is None:
            return None if socket.told_to_go else (4003, "Not authenticated.")
        elif op == 8:
            self._chunk(socket.session, data)
        elif op not in (3, 4, 31):
            return 4001, "Unknown opcode."
        return None

    def _identify(self, socket: Socket, data: Json) -> tuple[int, str] | None:
        if socket.session is not None:
            return 4005, "Already authenticated."
        if data.get("token") != self._world.token:
            return 4004, "Authentication failed."
        shard, shards = data.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            return 4010, "Invalid shard."
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~ALL_INTENTS:
            return 4013, "Invalid intent(s)."
        if any(intents & INTENTS[name] for name in PRIVILEGED if name not in self._privileged):
            return 4014, "Disallowed intent(s)."
        self.identifies += 1
        self._forget_all_but(KEPT_SESSIONS)
        session = Session(secrets.token_hex(16), shard, shards, intents, LARGEST_LOG)
        self._sessions[session.id] = session
        session.attach(socket)
        self._greet(session)
        self._world.changes.told()
        return None

    def _greet(self, session: Session) -> None:
        world = self._world
        servers = [server for server in world.servers.values() if server.has_bot and session.covers(server)]
        ready = {
            "v": 10,
            "user": {**payloads.user(world.bot), "verified": True, "mfa_enabled": False, "email": None},
            "guilds": [{"id": server.id, "unavailable": True} for server in servers],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "shard": [session.shard, session.shards],
            "application": {"id": world.bot.id, "flags": 0},
            "private_channels": [],
            "relationships": [],
            "user_settings": {},
            "geo_ordered_rtc_regions": [],
            "_trace": ["sandbox"],
        }
        session.push("READY", json.dumps(ready), world.clock)
        if session.intents & INTENTS["guilds"]:
            everyone = session.intents & INTENTS["presences"]
            for server in (one for one in servers if not one.dark):
                data = payloads.guild(server, world.bot, server.members.values() if everyone else None)
                session.push("GUILD_CREATE", json.dumps(data), world.clock)

    def _resume(self, socket: Socket, data: Json) -> tuple[int, str] | None:
        if socket.session is not None:
            return 4005, "Already authenticated."
        if data.get("token") != self._world.token:
            return 4004, "Authentication failed."
        self._living()
        session, seq = self._sessions.get(str(data.get("session_id"))), data.get("seq")
        if session is None or not isinstance(seq, int) or not session.remembers(seq):
            socket.send('{"op":9,"d":false}')
            return None
        if seq > session.seq:
            return 4007, "Invalid seq."
        self.resumes += 1
        if session.socket is not None:
            session.socket.abort()
        session.attach(socket)
        session.replay(seq, self._world.clock)
        session.push("RESUMED", '{"_trace":["sandbox"]}', self._world.clock)
        self._world.changes.told()
        return None

    def _chunk(self, session: Session, data: Json) -> None:
        """GUILD_MEMBERS_CHUNK: everybody needs the members intent; names and prefixes do not."""
        server = self._world.server_of(str(data.get("guild_id")))
        query, wanted = data.get("query"), data.get("user_ids")
        if server is None or (query == "" and not data.get("limit") and not session.intents & INTENTS["members"]):
            return
        if wanted is not None:
            ids = [str(one) for one in (wanted if isinstance(wanted, list) else [wanted])]
            found = [server.members[one] for one in ids if one in server.members]
        else:
            ids = []
            start = str(query or "").lower()
            found = [one for one in server.members.values() if one.account.handle.startswith(start)][: data.get("limit") or None]
        count = max(1, -(-len(found) // 1000))
        for index in range(count):
            members = [payloads.member(one) for one in found[index * 1000 : index * 1000 + 1000]]
            missing = [one for one in ids if one not in server.members]
            chunk = {"guild_id": server.id, "members": members, "chunk_index": index, "chunk_count": count, "not_found": missing}
            if data.get("nonce"):
                chunk["nonce"] = data["nonce"]
            session.push("GUILD_MEMBERS_CHUNK", json.dumps(chunk), self._world.clock)
