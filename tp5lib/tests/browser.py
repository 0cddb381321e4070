"""A page in a browser, alone with what it was opened from."""

from contextlib import contextmanager

SLOWEST = 120_000  # milliseconds that anything may take


@contextmanager
def opened(browser, address, ready, **settings):
    """Open an address, wait for what is `ready` there, and check that all was well.

    A file may ask nobody for anything, and warn of nothing; a page nobody but its server.
    """
    offline = address.startswith("file:")
    context = browser.new_context(offline=offline, **settings)
    context.set_default_timeout(SLOWEST)
    page, wrong, asked = context.new_page(), [], []
    told = ("error", "warning") if offline else ("error",)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: m.type in told and wrong.append(m.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_function(ready)
    yield page
    assert not wrong
    assert not [url for url in asked if url.startswith("http") and not url.startswith(address)]
    context.close()
