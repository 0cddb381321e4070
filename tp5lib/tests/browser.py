"""A page in a browser that can reach nothing else."""

from contextlib import contextmanager

SLOWEST = 120_000  # milliseconds that anything may take


@contextmanager
def opened(browser, address, ready, **settings):
    """Open a file's address, wait for what is `ready` there, and check that all was well."""
    context = browser.new_context(offline=True, **settings)
    context.set_default_timeout(SLOWEST)
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: m.type in ("error", "warning") and wrong.append(m.text))
    page.on("request", lambda r: r.url.startswith("http") and wrong.append(r.url))
    page.goto(address)
    page.wait_for_function(ready)
    yield page
    assert not wrong
    context.close()
