"""What the server answers beside Voila: whether a kernel lives, and who is refused."""

import ipaddress
import socket
import struct
from itertools import pairwise

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.ioloop import PeriodicCallback
from tornado.routing import Matcher
from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

_PULSE = 500  # milliseconds
_DEAD = 4000  # the code with which the line of a dead kernel is closed
PROTOCOL = "v1.kernel.websocket.jupyter.org"
_UNREADABLE = 1007  # the code for a message that is not what it says
_FEWEST_OFFSETS = 6


class Alive(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """A line to each open page: a pulse every half second, for as long as its kernel lives.

    A page says ``going`` when it is about to be closed or loaded again, and ``staying`` when
    it was not after all.
    """

    @ws_authenticated
    async def get(self, kernel_id):
        if kernel_id not in self.kernel_manager:
            raise HTTPError(404)
        await super().get(kernel_id)

    def set_default_headers(self):
        """Leave out the headers of a page."""

    def open(self, kernel_id):
        self._kernel_id, self._inside = kernel_id, False
        super().open(kernel_id)
        self._go(inside=True)
        self._pulse = PeriodicCallback(self._beat, _PULSE)
        self._pulse.start()

    async def _beat(self):
        room = self.kernel_manager
        if self._kernel_id not in room or not await room.is_alive(self._kernel_id):
            self.close(_DEAD, "the kernel is dead")
            return
        try:
            await self.write_message("")
        except WebSocketClosedError:
            self._pulse.stop()

    def _go(self, inside):
        if inside != self._inside:
            self._inside = inside
            tell = self.kernel_manager.enter if inside else self.kernel_manager.leave
            tell(self._kernel_id)

    def on_message(self, message):
        if message in ("going", "staying"):
            self._go(inside=message == "staying")

    def on_close(self):
        self._pulse.stop()
        self._go(inside=False)


class Channels(VoilaKernelWebsocketHandler):
    """The line to a kernel, for messages of the newer of Jupyter's two protocols.

    Voila takes whatever has buffers for a message of that protocol, and Jupyter believes what a
    message says of its own parts. With one of the older protocol, or a made-up number, the
    server would count to it, for hours, and all visitors with it.
    """

    async def get(self, kernel_id):
        asked = self.request.headers.get("Sec-WebSocket-Protocol", "").split(",")
        if PROTOCOL not in map(str.strip, asked):
            raise HTTPError(400, f"ask for the protocol {PROTOCOL}")
        await super().get(kernel_id)

    def on_message(self, message):
        """Pass on a message of the page, or close the line to who sends what is none."""
        if is_whole(message):
            super().on_message(message)
        else:
            self.close(_UNREADABLE, "this is no message")

    def write_message(self, message, binary=False):
        """Pass on a message of the kernel, unless the page has just gone.

        Of a line without a page Jupyter no longer knows the protocol and takes the older one,
        which Voila takes for the newer: see above.
        """
        if self.ws_connection is None:
            raise WebSocketClosedError("the page has gone")
        return super().write_message(message, binary)


def is_whole(message):
    """Say whether the parts of a message follow each other, and lie within it.

    Parameters
    ----------
    message : bytes or str
        As it came: the number of offsets, the offsets, each 8 bytes, the least significant
        first; then the channel, four parts, and perhaps buffers, which begin there.
    """
    if not isinstance(message, bytes) or len(message) < 8:
        return False
    count = int.from_bytes(message[:8], "little")
    begin = 8 * (count + 1)
    if count < _FEWEST_OFFSETS or begin > len(message):
        return False
    offsets = struct.unpack_from(f"<{count}Q", message, 8)
    return all(a <= b for a, b in pairwise((begin, *offsets, len(message))))


class Foreign(Matcher):
    """Matches requests that call this server by a name that is not its own.

    A page of another site can have its own name lead to this machine (DNS rebinding), and
    would then be taken for a page of ours. An address in figures cannot be led astray.

    Parameters
    ----------
    names : iterable of str
        By which the server may be called besides localhost and the name of the machine.
    """

    def __init__(self, names=()):
        own = socket.gethostname()
        self._names = {name.lower() for name in ("localhost", own, f"{own}.local", *names)}

    def match(self, request):
        host = (request.host_name or "").strip("[]").lower()
        return None if host in self._names or _is_address(host) else {}


class Refusal(RequestHandler):
    """The answer to a request for a foreign host."""

    def prepare(self):
        self.set_status(403)
        self.finish("This server does not go by that name. See --name.\n")


def _is_address(host):
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
