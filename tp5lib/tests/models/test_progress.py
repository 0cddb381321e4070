"""The progress bar: who sees it, and what it leaves."""

import sys
from types import SimpleNamespace

import pytest

from tp5lib import Autoencoder
from tp5lib.models import progress


@pytest.fixture
def train(letters, monkeypatch):
    monkeypatch.setattr(progress, "_DELAY_SECONDS", 0)
    return lambda **more: Autoencoder([35, 2, 35]).fit(letters.x, epochs=30, **more)


@pytest.fixture
def notebook(monkeypatch):
    """As in a notebook that is run by hand; returns what its cells and its page are given."""
    display = pytest.importorskip("IPython.display")
    kernel, shown, feet = SimpleNamespace(_allow_stdin=True), [], []
    shell = SimpleNamespace(kernel=kernel)
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: shell)
    for name in ("clear_output", "display"):
        monkeypatch.setattr(display, name, lambda *args, name=name, **more: shown.append(name))
    make = progress._foot_of_the_page
    monkeypatch.setattr(progress, "_foot_of_the_page", lambda: feet.append(make()) or feet[-1])
    return kernel, shown, feet


def test_in_a_notebook_the_bar_puts_nothing_into_the_cell(notebook, train, capsys):
    _, shown, feet = notebook
    for _ in range(2):
        train()
        print("trained")
    assert capsys.readouterr() == ("trained\ntrained\n", "")
    assert shown == []
    assert len(feet) == 2
    for foot in feet:
        assert foot.text.startswith("training:")
        assert "30" in foot.text
        assert foot.comm is None  # closed


def test_nobody_is_shown_a_bar_where_nobody_looks(notebook, train):
    kernel, _, feet = notebook
    kernel._allow_stdin = False  # nbclient, nbconvert and nbval say so
    train()
    assert feet == []
    train(progress=True)
    assert len(feet) == 1


def test_on_a_terminal_the_bar_is_wiped_out(train, capsys):
    train()
    assert capsys.readouterr().err == ""  # no terminal, no bar
    train(progress=True)
    text = capsys.readouterr().err
    assert "training" in text
    assert text.rsplit("\r", 2)[-2].strip() == ""


def test_without_what_it_takes_there_is_no_bar(train, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    train(progress=True)
    assert capsys.readouterr().err == ""
