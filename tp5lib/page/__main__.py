"""The command: see the package."""

import os
import threading
import webbrowser
from pathlib import Path

from tp5lib.checks import require

require("page", "voila", "matplotlib", "ipywidgets", "anywidget")

from jupyter_server.services.kernels.connection import channels  # noqa: E402
from traitlets.config import Config  # noqa: E402
from voila.app import Voila  # noqa: E402

FOLDER = Path(__file__).parent
NOTEBOOK = FOLDER.parents[1] / "notebooks" / "explore.ipynb"


class Line(channels.ZMQChannelsWebsocketConnection):
    """The line from a page to its kernel, in the newer of Jupyter's two protocols only.

    A message begins with the number of its parts, in other bytes in the older one, to which
    Jupyter falls back where a line is closed in mid-message. Whatever reads it as the newer, or
    the reverse, finds a number of 8 to 18 digits and counts to it, until the memory is used up.
    """

    def handle_outgoing_message(self, stream, outgoing_msg):
        if self.subprotocol:
            super().handle_outgoing_message(stream, outgoing_msg)

    def handle_incoming_message(self, incoming_msg):
        parts = int.from_bytes(incoming_msg[:8], "little")
        if self.subprotocol and 8 * parts < len(incoming_msg):
            super().handle_incoming_message(incoming_msg)


class Page(Voila):
    """Voila with a notebook to fall back on, and a browser that is told the token."""

    def initialize(self, argv=None):
        super().initialize(argv)
        if not self.extra_args:
            self.notebook_path = str(NOTEBOOK)

    def launch_browser(self):
        address = f"{self.connection_url}?token={self.identity_provider.token}"
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


SETTINGS = {
    "Voila": {
        "ip": "127.0.0.1",
        "auto_token": True,
        "kernel_websocket_connection_class": Line,
        # A page that is closed ends its kernel, by a request without the token that this asks for.
        "tornado_settings": {"disable_check_xsrf": True},
    },
    "VoilaConfiguration": {"template": "tp5lib"},
    # Where that request is lost, the kernel is given so many seconds without a page.
    "MappingKernelManager": {"cull_idle_timeout": 120, "cull_interval": 10},
    "KernelRestarter": {"restart_limit": 0},  # a new kernel would know no explorer
}

if __name__ == "__main__":
    paths = [str(FOLDER / "jupyter"), os.environ.get("JUPYTER_PATH")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
    Page.launch_instance(config=Config(SETTINGS))
