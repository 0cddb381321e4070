"""The page as a server: the room, lost connections, who is refused, what a kernel may take."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import nbformat
import psutil
import pytest
from nbformat import v4
from tornado.httpclient import HTTPClientError
from tornado.websocket import websocket_connect

from tp5lib.bench import room as bench
from tp5lib.tests.explorers.browsing import serving, until, wait_for

# An explorer that is quickly made; it trains on as nobody should when the page is closed, and
# takes the memory that it is asked for.
SMALL = """
import asyncio
import ipywidgets as widgets
import numpy as np
from tp5lib.explorers import Explorer, Picture
from tp5lib.explorers.base import slider

class Small(Explorer):
    def __init__(self):
        self.figure = Picture((1, 1))
        self.figure.freeze()
        super().__init__(megabytes=slider("megabytes", 1, 1, 4000))

    def draw(self):
        taken = np.ones((int(self.megabytes.value), 2**20), dtype=np.uint8)
        return self.figure.png(), f"took {len(taken)}"

async def train():
    while True:
        await asyncio.sleep(0.1)
        small.text.tooltip = str(asyncio.get_running_loop().time())

small = Small()
task = asyncio.ensure_future(train())
small
"""
LINE = ".tp5-line .widget-html-content"
LOST = "[role=alert]:visible"


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "small.ipynb"
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(SMALL)]), path)
    return str(path)


@contextmanager
def opened(browser, address):
    """One more visitor, in a browser of their own."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(LINE)
    yield page
    context.close()


def kernels(server):
    """The processes of a server's kernels."""
    return psutil.Process(server.pid).children()


def eventually(condition):
    """Wait until something is so; at most a minute."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come about within a minute")


@pytest.fixture(scope="module")
def room(notebook):
    """A room for two; yields the address and the server."""
    with serving(notebook, "--visitors=2", "--patience=0.5", "--megabytes=700") as (
        address,
        server,
    ):
        wait_for(address)
        yield address, server


def test_a_closed_page_frees_its_kernel_whatever_that_does(browser, room):
    address, server = room
    with opened(browser, address):
        assert len(kernels(server)) == 1
    eventually(lambda: not kernels(server))


def test_an_open_page_keeps_its_kernel(browser, room):
    address, server = room
    with opened(browser, address) as page, opened(browser, address):
        kept = kernels(server)
        assert len(kept) == 2
        page.wait_for_timeout(4000)  # two rounds, and eight times the patience
        assert kernels(server) == kept


def test_a_page_asks_nobody_but_its_server(browser, room):
    """So that a network which swallows what is sent elsewhere delays nothing."""
    address, server = room
    eventually(lambda: len(kernels(server)) < 2)
    context, asked = browser.new_context(), []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_selector(LINE)
    context.close()
    assert address in asked
    assert not [url for url in asked if not url.startswith((address, "data:", "blob:"))]


def test_a_full_room_says_so_and_has_room_again(browser, room):
    address, server = room
    eventually(lambda: not kernels(server))
    with opened(browser, address) as page, opened(browser, address):
        late = browser.new_page()
        answer = late.goto(address)
        assert answer.status == 503
        assert "The room is full" in late.inner_text("[role=alert]")
        page.reload()  # who is inside keeps the place
        page.wait_for_selector(LINE)
    eventually(lambda: late.goto(address).status == 200)
    late.close()


def test_a_dead_kernel_is_told(browser, room):
    address, server = room
    eventually(lambda: not kernels(server))
    with opened(browser, address) as page:
        assert page.locator(LOST).count() == 0
        (kernel,) = kernels(server)
        kernel.kill()
        page.wait_for_selector(LOST)
        assert "Connection lost" in page.inner_text(LOST)
        page.get_by_role("button", name="Reload").click()
        page.wait_for_selector(LINE)
        until(page, lambda: page.locator(LOST).count() == 0)


def test_a_line_that_would_keep_the_server_busy_for_ever_is_refused(browser, room):
    address, _ = room
    context = browser.new_context()
    page, lines = context.new_page(), []
    page.on("websocket", lambda line: lines.append(line.url))
    page.goto(address)
    page.wait_for_selector(LINE)
    url = next(url for url in lines if "channels" in url)
    open_as = """([url, protocols]) => new Promise(done => {
        const line = new WebSocket(url, protocols);
        line.onopen = () => { line.close(); done("open"); };
        line.onerror = () => done("refused");
    })"""
    assert page.evaluate(open_as, [url, []]) == "refused"
    assert page.evaluate(open_as, [url, ["v1.kernel.websocket.jupyter.org"]]) == "open"
    context.close()


def test_too_much_memory_is_refused_and_the_page_goes_on(browser, room):
    address, _ = room
    with opened(browser, address) as page:
        page.locator(".noUi-handle").press("End")
        until(page, lambda: "MemoryError" in page.inner_text(LINE))
        page.locator(".noUi-handle").press("Home")
        until(page, lambda: page.inner_text(LINE) == "took 1")


def test_a_server_that_ends_or_does_not_answer_is_told(browser, notebook):
    with serving(notebook) as (address, server):
        wait_for(address)
        with opened(browser, address) as page:
            process = psutil.Process(server.pid)
            process.suspend()
            page.wait_for_selector(LOST)
            process.resume()  # it was only slow: the page goes on
            until(page, lambda: page.locator(LOST).count() == 0)
            server.terminate()
            page.wait_for_selector(LOST)


def status(address, **headers):
    try:
        with urlopen(Request(address, headers=headers)) as answer:
            return answer.status
    except HTTPError as error:
        return error.code


def test_a_token_is_asked_for_and_a_foreign_name_refused(browser, notebook):
    asked = (notebook, "--token=open", "--name=class.example", "--visitors=1")
    with serving(*asked) as (address, server):
        wait_for(address)
        for path in ("", "alive/x-y", "voila/static/voila.js", "api/kernels/a-b-c-d-e"):
            assert status(address + path, Host="evil.example") == 403
            assert status(address + path, Host="class.example") != 403 or path.startswith("a")
        late = browser.new_page()
        late.goto(address)
        assert "login" in late.url
        late.close()
        assert status(f"{address}?token=no") != 503
        assert not kernels(server)
        with opened(browser, f"{address}?token=open") as page:
            assert page.locator(LOST).count() == 0


def run(coroutine):
    """Run it in a thread of its own: the browser's has a loop that is running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


async def hostile(address):
    """A visitor who speaks the older protocol, and one who sends what is no message."""
    visitor = bench.Visitor(address, 0)
    try:
        await visitor.visit(seconds=0)
        with pytest.raises(HTTPClientError, match="400"):
            await websocket_connect(visitor.channels)
        await visitor.line.write_message(b"\xff" * 64, binary=True)
        while await visitor.line.read_message() is not None:
            pass
        assert visitor.line.close_code == 1007
    finally:
        visitor.close()


async def hasty(address):
    """A visitor who drags, and closes the page before the picture has come."""
    visitor = bench.Visitor(address, 1)
    visit = asyncio.create_task(visitor.visit(seconds=60))
    while not (visitor.moves or visit.done()):
        await asyncio.sleep(0.01)
    visit.cancel()
    visitor.close()


@pytest.mark.browser  # opens the page as one does
def test_visitors_are_served_after_one_who_sends_what_is_no_message_and_one_who_leaves(capsys):
    with bench.serving(3) as (address, server):
        run(hostile(address))
        run(hasty(address))
        crowd, errors, memory = run(bench.fill(address, 1, 0.5, lambda: bench.memory_of(server)))
        bench.print_what_was_seen(crowd, errors, memory)
    assert crowd[0].moves
    assert not errors
    printed = capsys.readouterr().out
    assert "first picture" in printed
    assert "errors: 0" in printed
