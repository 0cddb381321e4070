"""Visitors who come to the page at once and drag: when each sees the first picture, and the next.

A visitor is what a browser sends and awaits, without the browser, which in a classroom runs on
a machine of its own.
"""

import asyncio
import json
import re
import socket
import subprocess
import sys
import time
import uuid
from collections import Counter
from contextlib import contextmanager

import numpy as np

from tp5lib.checks import require

require("page", "voila", "tornado")

import psutil  # noqa: E402
from jupyter_server.services.kernels.connection.base import (  # noqa: E402
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import AsyncHTTPClient  # noqa: E402
from tornado.websocket import websocket_connect  # noqa: E402

from tp5lib.page.handlers import PROTOCOL  # noqa: E402

VISITORS, SECONDS = 10, 60.0
_HAND = 1 / 30  # seconds from a picture to the hand's next position
_PATIENCE = 120.0  # seconds, for any one answer
_TAB = "Latent plane"  # where there is a point to drag
_CONFIG = re.compile(r'<script[^>]*id="jupyter-config-data"[^>]*>\s*(.*?)\s*</script>', re.DOTALL)


class Visitor:
    """One visitor: opens the page, then its latent plane, and drags the point over it.

    Parameters
    ----------
    address : str
        Of the page.
    number : int
        The seed of where the hand goes.

    Attributes
    ----------
    first : float or None
        Seconds until the first picture was there.
    moves : list of float
        Seconds from each position of the hand to its picture.
    channels : str
        The address of the line to the kernel, once the page is open.
    line : WebSocketClientConnection
        That line.
    """

    def __init__(self, address, number):
        self._address, self._rng = address, np.random.default_rng(number)
        self._session = uuid.uuid4().hex
        self.first, self.moves = None, []
        self.channels = self.line = self._alive = None

    async def visit(self, seconds):
        """Open the page, wait for its picture, and drag for so many seconds."""
        began = time.monotonic()
        page = await AsyncHTTPClient().fetch(self._address, request_timeout=_PATIENCE)
        config = json.loads(_CONFIG.search(page.body.decode("utf-8"))[1])
        kernel, base = config["kernelId"], self._address.replace("http", "ws", 1)
        # A pulse that nobody takes would hold up the answers to the server's pings.
        self._alive = await websocket_connect(
            f"{base}alive/{kernel}", on_message_callback=lambda pulse: None
        )
        self.channels = f"{base}api/kernels/{kernel}/channels?session_id={self._session}"
        self.line = await websocket_connect(self.channels, subprotocols=[PROTOCOL])
        widgets = await self._widgets()
        self.first = time.monotonic() - began
        (tabs,) = (w for w in widgets if widgets[w]["model_name"] == "TabModel")
        place = widgets[tabs]["state"]["titles"].index(_TAB)
        await self._update(tabs, {"selected_index": place})
        widgets = await self._widgets()
        # Where two points decode to the same picture, only the line below it tells them apart.
        answers = [w for w in widgets if widgets[w]["model_name"] in ("ImageModel", "HTMLModel")]
        (pad,) = (w for w in widgets if {"x", "y", "low", "high"} <= set(widgets[w]["state"]))
        low, high = (np.array(widgets[pad]["state"][name]) for name in ("low", "high"))
        point, end = (low + high) / 2, time.monotonic() + seconds
        while time.monotonic() < end:
            angle = self._rng.uniform(0, 2 * np.pi)  # a step that is seen
            step = 0.05 * np.array([np.cos(angle), np.sin(angle)]) * (high - low)
            point = point + np.where((point + step < low) | (point + step > high), -step, step)
            sent = time.monotonic()
            state = {"x": float(point[0]), "y": float(point[1])}
            if not await self._update(pad, state, answers):
                raise RuntimeError("a move gave no answer")
            self.moves.append(time.monotonic() - sent)
            await asyncio.sleep(_HAND)

    def close(self):
        """Close the page."""
        for line in filter(None, (self.line, self._alive)):
            line.close()

    async def _widgets(self):
        """Ask the kernel for all its widgets, as a page does that has just been opened."""
        comm = uuid.uuid4().hex
        opened = {"comm_id": comm, "data": {}, "target_name": "jupyter.widget.control"}
        await self._send("comm_open", opened, version="1.0.0")
        content = {"comm_id": comm, "data": {"method": "request_states"}}
        request = await self._send("comm_msg", content)
        async for kind, content in self._answers(request):
            if kind == "comm_msg" and content["comm_id"] == comm:
                return content["data"]["states"]
        raise RuntimeError("the kernel did not tell its widgets")

    async def _update(self, widget, state, answers=()):
        """Send what a hand did, and wait until all is done; return whether an answer has come."""
        data, seen = {"method": "update", "state": state, "buffer_paths": []}, False
        request = await self._send("comm_msg", {"comm_id": widget, "data": data})
        async for kind, content in self._answers(request):
            if kind == "error" or (kind == "stream" and content["name"] == "stderr"):
                raise RuntimeError(str(content)[:200])
            if kind == "comm_msg" and content["comm_id"] in answers:
                data = content["data"]
                seen = seen or ["value"] in data["buffer_paths"] or "value" in data["state"]
        return seen

    async def _send(self, kind, content, **metadata):
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "username": "", "version": "5.3"}
        header |= {"session": self._session, "date": ""}
        parts = [json.dumps(part).encode() for part in (header, {}, metadata, content)]
        message = serialize_msg_to_ws_v1(parts, "shell")
        await self.line.write_message(message, binary=True)
        return number

    async def _answers(self, request):
        """Yield kind and content of what a message led to, until the kernel is idle again."""
        while True:
            received = await asyncio.wait_for(self.line.read_message(), _PATIENCE)
            if received is None:
                raise RuntimeError("the server has closed the line")
            _, parts = deserialize_msg_from_ws_v1(received)
            header, parent, _, content = (json.loads(part) for part in parts[:4])
            if parent.get("msg_id") != request:
                continue
            kind = header["msg_type"]
            if kind == "status" and content["execution_state"] == "idle":
                return
            yield kind, content


async def fill(address, visitors, seconds, look):
    """Let visitors come and drag, all at once.

    Parameters
    ----------
    address : str
    visitors : int
    seconds : float
    look : callable
        Called before they leave.

    Returns
    -------
    list of Visitor
    Counter
        What went wrong, by the message.
    object
        What `look` has returned.
    """
    AsyncHTTPClient.configure(None, max_clients=visitors)
    crowd = [Visitor(address, number) for number in range(visitors)]
    tasks = [visitor.visit(seconds) for visitor in crowd]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    seen = look()
    for visitor in crowd:
        visitor.close()
    return crowd, Counter(repr(r) for r in results if r is not None), seen


@contextmanager
def serving(visitors):
    """Serve the page on a free port; yields its address and the process, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tp5lib.page", "--no-browser", f"--port={port}"]
    command.append(f"--visitors={visitors}")
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        server.stdout.readline()  # it says where the page is once somebody listens there
        yield f"http://127.0.0.1:{port}/", psutil.Process(server.pid)
    finally:
        server.terminate()
        server.communicate()


def memory_of(server):
    """Return the memory that a server and each of its kernels have for themselves, in MB."""
    return [p.memory_full_info().uss / 1e6 for p in (server, *server.children())]


def print_room(visitors=VISITORS, seconds=SECONDS):
    """Fill a room, and print what the visitors saw and what it took."""
    with serving(visitors) as (address, server):
        seen = asyncio.run(fill(address, visitors, seconds, lambda: memory_of(server)))
    print(f"\n{visitors} visitors at once, who drag for {seconds:g} s")
    print_what_was_seen(*seen)


def print_what_was_seen(crowd, errors, memory):
    """Print what `fill` returned."""
    moves = 1e3 * np.array([move for visitor in crowd for move in visitor.moves] or [np.nan])
    first = np.array([visitor.first or np.nan for visitor in crowd])
    server, *kernels = memory
    print(f"first picture, s: median {np.median(first):.1f}, the last {first.max():.1f}")
    print(
        f"{len(moves)} moves, ms: median {np.median(moves):.0f}, "
        f"95 % {np.percentile(moves, 95):.0f}, the longest {moves.max():.0f}"
    )
    print(
        f"memory, MB: server {server:.0f}; {len(kernels)} kernels, "
        f"the largest {max(kernels, default=0):.0f}; all {sum(memory):.0f}"
    )
    print(f"errors: {sum(errors.values())}")
    for message, count in errors.items():
        print(f"  {count} x {message[:150]}")
