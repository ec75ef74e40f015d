"""Visitors without a browser: each keeps a WebSocket in Streamlit's own protocol and switches filters of the Map page."""

from __future__ import annotations

import json
from time import perf_counter

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

FILTERS = "-filters"
"""How the id of the component of the filters ends."""

KEPT = 2
"""Runs for which a browser keeps a message that it has had, and says so."""


class Visitor:
    """One visitor of the Map page, who changes filters one after the other and waits for each answer.

    Parameters
    ----------
    address : str
        The server's address, without a path.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.query = self.page = self.filters = ""
        self.sequence = 0
        self.received = 0
        self.kept: dict[str, int] = {}
        self.socket: ClientConnection | None = None

    async def visit(self) -> None:
        """Open the page; raises `RuntimeError` if it has no filters."""
        stream = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        self.socket = await connect(
            stream, origin=Origin(self.address), subprotocols=[Subprotocol("streamlit")],
            max_size=None, open_timeout=60, ping_interval=None,
        )  # fmt: skip
        await self._run(self._asked())
        if not self.filters:
            raise RuntimeError("the page has no filters: it may have failed")

    async def close(self) -> None:
        """Leave."""
        if self.socket:
            await self.socket.close()

    async def switch(self, kind: str) -> float:
        """Switch a kind of event on or off, and return the seconds until the page's script has come to its end."""
        self.sequence += 1
        message = self._asked()
        value = {"field": "event_types", "choice": kind, "value": True, "sequence": self.sequence}
        state = message.rerun_script.widget_states.widgets.add()
        state.id = f"$$STREAMLIT_INTERNAL_KEY_{self.filters}__events"
        state.json_trigger_value = json.dumps([{"event": "sent", "value": value}])
        start = perf_counter()
        await self._run(message)
        return perf_counter() - start

    def _asked(self) -> BackMsg:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self.query, self.page
        state.cached_message_hashes.extend(self.kept)
        state.context_info.url = f"{self.address}/"
        state.context_info.timezone, state.context_info.locale = "UTC", "en-US"
        return message

    async def _run(self, message: BackMsg) -> None:
        """Send a message and take what comes until the script has come to its end."""
        self.kept = {each: age + 1 for each, age in self.kept.items() if age < KEPT}
        assert self.socket, "visit first"
        await self.socket.send(message.SerializeToString())
        async for part in self.socket:
            if self.take(part if isinstance(part, bytes) else part.encode()):
                return
        raise RuntimeError("the server has closed the connection")

    def take(self, part: bytes) -> bool:
        """Take a message from the server and return whether it tells that the script has come to its end."""
        self.received += len(part)
        message = ForwardMsg.FromString(part)
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self.kept[message.hash] = 0
        if kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "bidi_component":
            name = message.delta.new_element.bidi_component.id
            self.filters = name if name.endswith(FILTERS) else self.filters
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(message.delta.new_element.exception.message)
        return kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
