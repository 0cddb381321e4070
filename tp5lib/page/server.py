"""Voila, set up for a classroom."""

import ipaddress
import logging
import os
import secrets
import socket
import threading
import webbrowser
from pathlib import Path

from jupyter_server.utils import url_path_join
from tornado.routing import Rule
from traitlets import Bool, List, Unicode
from traitlets.config import Config
from voila.app import Voila

from tp5lib.page.handlers import Alive, Channels, Foreign, Refusal
from tp5lib.page.room import Kernels, Room

FOLDER = Path(__file__).parent
NOTEBOOK = FOLDER / "notebook" / "page.ipynb"
# A browser asks nobody but this server, whatever a page contains.
_POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; "
    "connect-src 'self' ws: wss: blob: data:; frame-ancestors 'self'"
)


class PageServer(Voila):
    """Serves one notebook from the template in ``jupyter/``, to a room of visitors."""

    name = "voila"
    names = List(Unicode(), config=True, help="by which the server may be called")
    browse = Bool(config=True, help="whether to open the page in a browser")

    def init_handlers(self):
        alive = url_path_join(self.server_url, r"/alive/([\w-]+)")
        channels = url_path_join(self.server_url, r"/api/kernels/(?P<kernel_id>[\w-]+)/channels")
        # The first that fits answers: before Voila's own.
        return [(alive, Alive), (channels, Channels), *super().init_handlers()]

    def listen(self):
        self.app.default_router.rules.insert(0, Rule(Foreign(self.names), Refusal))
        super().listen()

    def launch_browser(self):
        """Say where the page is, now that somebody listens there, and open it if wanted."""
        host = _own_address() if self.ip in ("", "0.0.0.0", "::") else self.ip
        host = f"[{host}]" if ":" in host else host
        query = f"?token={self.token}" if self.token else ""
        address = f"http://{host}:{self.port}{self.base_url}{query}"
        print(f"The page is at {address} (Ctrl-C ends it).", flush=True)
        if self.browse:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def settings(
    notebook=NOTEBOOK,
    *,
    ip="127.0.0.1",
    port=8866,
    visitors=12,
    megabytes=600,
    token=None,
    names=(),
    patience=20,
    opening=120,
    browser=False,
):
    """Return the settings of a `PageServer`.

    Parameters
    ----------
    notebook : path
    ip, port : str, int
        Where to listen; with the ip 0.0.0.0, the whole network can come.
    visitors : int
        How many kernels there may be at once.
    megabytes : int
        Of memory for each of them.
    token : str, optional
        What a visitor must know. Where the server can be reached from beyond this machine, it
        is drawn at random unless given; an empty one lets everybody in.
    names : sequence of str
        By which the server may be called, such as that of a proxy in front of it.
    patience, opening : float
        Seconds after which a kernel is freed whose page is gone, or never came.
    browser : bool
        Whether to open the page in a browser.

    Returns
    -------
    Config
    """
    if token is None:
        token = "" if is_local(ip) else secrets.token_hex(8)
    page = {
        "notebook_path": str(notebook),
        "ip": ip,
        "port": port,
        "names": list(names),
        "token": token,
        "browse": browser,
        "log_level": "ERROR",
        "config_file_paths": [],  # what this machine sets for other pages is no concern here
        "tornado_settings": {
            "headers": {"Content-Security-Policy": _POLICY},
            "ws_ping_timeout": 90_000,  # milliseconds; more than the 30 seconds from ping to ping
        },
    }
    voila = {
        "template": "tp5lib",
        "multi_kernel_manager_class": Room,
        "kernel_spec_manager_class": Kernels,
        "file_allowlist": [],
    }
    return Config(
        {
            "PageServer": page,
            "VoilaConfiguration": voila,
            "Room": {"most": visitors, "patience": patience, "opening": opening},
            "Kernels": {"megabytes": megabytes},
            "KernelManager": {"autorestart": False},  # a new kernel would know no explorer
        }
    )


def is_local(ip):
    """Return whether only this machine reaches a server that listens at `ip`."""
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return ip == "localhost"


def _own_address():
    """Return the address of this machine in its network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            line.connect(("192.0.2.1", 9))  # an address of nobody; nothing is sent
        except OSError:
            return "127.0.0.1"
        return line.getsockname()[0]


def serve(config):
    """Serve until SIGTERM or Ctrl-C."""
    # It would warn of times that Jupyter tells it in milliseconds and it takes for seconds.
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    # Where Voila, and whoever asks it for a style sheet, looks for templates.
    paths = [str(FOLDER / "jupyter"), os.environ.get("JUPYTER_PATH")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
    server = PageServer(config=config)
    server.initialize([])
    server.start()
