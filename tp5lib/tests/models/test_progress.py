"""The progress bar: who sees it, and what it leaves."""

import itertools
import sys
from types import SimpleNamespace

import pytest
from ipywidgets import Widget

from tp5lib import Autoencoder


@pytest.fixture
def train(letters, monkeypatch):
    monkeypatch.setattr("tqdm.std.time", itertools.count().__next__)  # a second at each look
    return lambda **more: Autoencoder([35, 2, 35]).fit(letters.x, epochs=30, **more)


@pytest.mark.parametrize("by_hand", [True, False])  # nbclient, nbconvert and nbval say which
def test_in_a_notebook_the_bar_puts_nothing_into_the_cell(train, monkeypatch, capsys, by_hand):
    ipython, feet = pytest.importorskip("IPython"), []
    shell = SimpleNamespace(kernel=SimpleNamespace(_allow_stdin=by_hand))
    monkeypatch.setattr(ipython, "get_ipython", lambda: shell)
    monkeypatch.setattr(ipython.display, "display", None)
    Widget.on_widget_constructed(lambda made: feet.append(made) if hasattr(made, "text") else None)
    train()
    assert len(feet) == by_hand
    train(progress=True)
    Widget.on_widget_constructed(None)
    assert len(feet) == by_hand + 1
    assert feet[-1].text.startswith("training:")
    assert feet[-1].comm is None  # closed
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_the_bar_is_wiped_out(train, monkeypatch, capsys):
    train()
    assert capsys.readouterr().err == ""  # no terminal, no bar
    train(progress=True)
    text = capsys.readouterr().err
    assert "training" in text
    assert text.rsplit("\r", 2)[-2].strip() == ""
    monkeypatch.setitem(sys.modules, "tqdm", None)  # without what it takes there is none
    train(progress=True)
    assert capsys.readouterr().err == ""
