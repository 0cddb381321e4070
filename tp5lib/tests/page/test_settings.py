"""What the server is told, by the command line and by default, without starting it."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from jupyter_server.base.websocket import WS_PING_INTERVAL
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1
from tornado.websocket import WebSocketClosedError
from voila.tornado import kernel_websocket_handler as voila

from tp5lib.page.__main__ import parse
from tp5lib.page.handlers import Channels, Foreign, is_whole
from tp5lib.page.server import is_local, settings

TAKE = """
import sys
from tp5lib.page.kernel import limit_memory
assert limit_memory(300)
try:
    taken = bytearray(400 * 2**20)
except MemoryError:
    taken = bytearray(20 * 2**20)
    print("refused")
"""


@pytest.mark.parametrize(
    ("ip", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("", False)],
)
def test_a_token_is_drawn_where_others_can_come(ip, local):
    assert is_local(ip) == local
    tokens = {settings(ip=ip).PageServer.token for _ in range(3)}
    assert tokens == {""} if local else len(tokens) == 3 and min(map(len, tokens)) >= 16
    assert settings(ip=ip, token="mine").PageServer.token == "mine"


def test_a_line_is_given_time_to_answer_a_ping():
    """With no more than the time from ping to ping, all are closed before the first is sent."""
    wait = settings().PageServer.tornado_settings["ws_ping_timeout"]
    assert wait >= 2 * WS_PING_INTERVAL


def test_the_command_line_is_what_is_set():
    chosen = vars(parse(["own.ipynb", "--visitors=3", "--name=a.example", "--patience=5"]))
    config = settings(chosen.pop("notebook"), **chosen)
    assert config.PageServer.notebook_path == "own.ipynb"
    assert config.PageServer.names == ["a.example"]
    assert (config.Room.most, config.Room.patience) == (3, 5)
    assert config.Kernels.megabytes == 600


@pytest.mark.parametrize(
    ("host", "refused"),
    [
        ("localhost", False),
        ("LOCALHOST", False),
        ("127.0.0.1", False),
        ("192.168.1.7", False),
        ("[::1]", False),
        ("class.example", False),
        ("evil.example", True),
        ("class.example.evil.example", True),
        ("", True),
        (None, True),
    ],
)
def test_a_foreign_name_is_refused(host, refused):
    request = SimpleNamespace(host_name=host)
    assert (Foreign(["Class.Example"]).match(request) is not None) == refused


def message(offsets, body, count=None):
    numbers = [len(offsets) if count is None else count, *offsets]
    return b"".join(number.to_bytes(8, "little") for number in numbers) + body


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (serialize_msg_to_ws_v1([b"{}"] * 4, "shell"), True),
        (serialize_msg_to_ws_v1([b"{}"] * 4 + [b"a buffer"], "shell"), True),
        (message([56, 57, 58, 59, 60, 61], b"abcde"), True),
        (message([56, 57, 58, 59, 60, 62], b"abcde"), False),  # beyond its end
        (message([56, 57, 56, 59, 60, 61], b"abcde"), False),  # overlapping
        (message([0, 57, 58, 59, 60, 61], b"abcde"), False),
        (message([48, 49, 50, 51, 52], b"abcde"), False),
        (message([56] * 6, b"", count=2**64 - 1), False),
        (b"\0" * 200, False),
        (b"", False),
        ("{}", False),
    ],
)
def test_a_message_is_what_it_says(content, whole):
    assert is_whole(content) == whole


def test_nothing_is_read_of_a_message_for_a_page_that_has_gone(monkeypatch):
    read = []
    monkeypatch.setattr(voila, "read_header_from_binary_message", read.append)
    channels = object.__new__(Channels)
    channels.ws_connection = None
    with pytest.raises(WebSocketClosedError, match="has gone"):
        channels.write_message(bytes(64), binary=True)
    assert not read


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts what is mapped")
def test_memory_beyond_the_limit_is_refused():
    done = subprocess.run([sys.executable, "-c", TAKE], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "refused\n"), done.stderr
