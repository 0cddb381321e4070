"""The benchmark's tables, of contestants that take no time."""

import re
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tp5lib import Autoencoder, bench, load_letters
from tp5lib.bench import __main__ as command
from tp5lib.bench import growth, long, playground, sessions, updates


def test_a_row_gives_times_and_the_ratio_to_each_rival(capsys):
    calls = dict.fromkeys(("tp5lib", "PyTorch", "JAX"), 0)

    def contestants(dtype):
        for name in calls:

            def run(name=name):
                calls[name] += 1

            yield name, (run, 10)

    updates.print_updates(3, {"Small": contestants})
    _, _, _, first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.split()[:2] == ["Small", "float64"]
    assert second.split()[0] == "float32"
    assert len(first.split()) == 2 + 3 + 2
    assert set(calls.values()) == {2 * 3}


def test_the_rows_train_our_own_networks(monkeypatch):
    monkeypatch.setattr(updates, "RIVALS", {})
    for contestants in updates.ROWS.values():
        for name, (run, count) in contestants("float32"):
            assert name in ("tp5lib", "one model")
            assert callable(run)
            assert count > 0


def test_a_rival_that_is_missing_is_named(monkeypatch, capsys):
    monkeypatch.setattr(updates, "RIVALS", {"no_such_library": None})
    updates.print_updates(1, {})
    assert "not compared with: no_such_library" in capsys.readouterr().out


def test_growth_tells_time_and_memory(capsys):
    assert growth.measure([35, 2, 35], epochs=2)[0] > 0
    growth._table("seeds", [1, 4], [(0.1, 2e6, 1e6), (0.4, 4e6, 2e6)])
    *_, row, _ = capsys.readouterr().out.splitlines()
    assert row.split() == ["4", "0.4000", "1.00", "4.0", "2.0"]


def test_a_long_run_is_timed_at_both_ends(capsys):
    model = Autoencoder([35, 2, 35])
    long.table_of_a_long_run(
        "Long", model, load_letters().x, window=100, epochs=400, learning_rate=0.01
    )
    rows = capsys.readouterr().out.strip().splitlines()
    assert rows[0] == "Long, us / epoch"
    assert rows[2].endswith("of the first")


def test_the_playground_is_timed_in_a_browser(monkeypatch, capsys, browser):
    @contextmanager
    def chromium():
        yield browser

    monkeypatch.setattr(playground, "chromium", chromium)
    playground.print_playground(rounds=1, seconds=0.2, moves=5)
    rows = capsys.readouterr().out.strip().splitlines()
    assert re.fullmatch(r"The playground +\d\.\d\d MB", rows[0])
    assert re.search("emojis, first picture +[1-9]\\d* ms", rows[3])
    assert re.search("35-17-2-17-35, full batch +[1-9]\\d* updates a second", rows[4])
    assert re.search(r"pointer to picture +\d+\.\d ms, 95 % below \d", rows[-1])


def test_without_a_browser_the_playground_is_weighed_alone(monkeypatch, capsys):
    monkeypatch.setattr(playground.shutil, "which", lambda name: None)
    playground.print_playground()
    assert "not opened: it takes playwright" in capsys.readouterr().out


def test_without_a_browser_no_session_is_measured(monkeypatch, capsys):
    monkeypatch.setattr(sessions.shutil, "which", lambda name: None)
    sessions.print_sessions()
    assert "no session of the page is measured" in capsys.readouterr().out


def test_a_session_is_measured(browser):
    measure = "from tp5lib.bench.sessions import print_sessions; print_sessions(2, 0.3)"
    done = subprocess.run(
        [sys.executable, "-c", measure], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    rows = [row.split() for row in done.stdout.strip().splitlines()[1:]]
    assert all(float(row[-1]) > 0 for row in rows if "answer" not in row)
    names = [" ".join(row[:2]) for row in rows[4:]]
    assert names == ["the loss", "the rate", "hidden units,", "reset, and"]


def test_the_command_runs_what_is_named(monkeypatch, capsys):
    monkeypatch.setattr(command, "print_growth", lambda: print("grown"))
    assert command.main(["growth"]) == 0
    assert capsys.readouterr().out == "grown\n"
    with pytest.raises(SystemExit):
        command.main(["none"])
    assert "there is no table 'none'" in capsys.readouterr().err
    assert "python -m tp5lib.bench" in bench.__doc__
