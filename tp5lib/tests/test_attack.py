"""A short attack, always the same, and what the attack itself counts."""

import os
import time

import pytest

from tp5lib.tests.attack import __main__ as command
from tp5lib.tests.attack import malformed, part, waiting
from tp5lib.tests.attack.deaths import look
from tp5lib.tests.attack.tally import Tally


def quick(names):
    """The parts of the attack without those that take seconds to start."""
    return pytest.mark.parametrize("name", names)


@quick(["weights", "header", "sheet", "study"])
def test_a_moment_of_damaged_files(name, tmp_path):
    tally, good = Tally(name), malformed.genuine(tmp_path)[name]
    path = tmp_path / "damaged"
    for content in (good[0][: len(good[0]) // 2], *malformed.crafted(name, 16_000)):
        path.write_bytes(content)
        malformed.read(tally, path, name)
    assert tally.tried > 3
    assert not tally.bad, tally.told


@quick(["interruptions 1", "kills"])
def test_a_moment_of_signals(name):
    tallies = command.run_part(name, 0.5, seed=0)
    assert all(tally.tried for tally in tallies)
    assert not any(tally.bad for tally in tallies), [tally.told for tally in tallies]


def test_what_goes_wrong_is_counted_and_told(tmp_path, monkeypatch, capsys):
    def crash(path):
        raise MemoryError("of what it claims")

    monkeypatch.setitem(malformed.READERS, "study", crash)
    tally = Tally("files")
    malformed.read(tally, tmp_path, "study")
    assert tally.told == ["study: MemoryError: of what it claims"]
    (tmp_path / "README.md").write_text("[1, 1")
    (tmp_path / "figure.png").write_bytes(b"\x89PNG")
    assert len(look(tmp_path)) == 2
    monkeypatch.setattr(command, "run_part", lambda name, seconds, seed: [tally])
    assert command.main(["--seconds", "1", "--seed", "3"]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("seed 3\n")
    assert "files: study: MemoryError" in printed


def test_a_part_that_hangs_or_fails_is_counted(monkeypatch):
    monkeypatch.setattr(command, "_LONGER", -0.9)
    began = time.monotonic()
    (tally,) = command.run_part("weights", 1, seed=0)
    assert tally.bad
    assert "hung" in tally.told[0]
    monkeypatch.setattr(command, "_LONGER", 60.0)
    (tally,) = command.run_part("no such part", 1, seed=0)
    assert tally.bad
    assert "KeyError" in tally.told[0]
    assert time.monotonic() - began < 60
    assert all(sum(lane.values()) < 1 for lane in part.LANES)


def test_parts_of_one_kind_are_added_up():
    parts = [Tally("a", 2), Tally("b", 3, 1, ["why"]), Tally("a", 5, worst=1.5)]
    assert command.together(parts) == [Tally("a", 7, worst=1.5), Tally("b", 3, 1, ["why"])]


@pytest.mark.parametrize("size", [0, 1, 19, 2**32, 10**10])
def test_files_can_claim_any_size(size):
    assert all(malformed.crafted(kind, size) for kind in malformed.READERS)


def test_what_a_process_waited_for_a_processor_does_not_count(monkeypatch):
    assert waiting.waited(os.getpid()) >= 0
    assert waiting.waited(2**30) == 0  # no such process
    told = iter([1.0, 1.0])
    monkeypatch.setattr(waiting, "waited", lambda number: next(told, 1.0625))
    began = time.monotonic()
    stopwatch = waiting.Stopwatch([1])
    while not stopwatch.longest:
        time.sleep(0.1)
    assert stopwatch.longest == 0.0625
    seconds = stopwatch.seconds()
    assert 0 <= seconds <= time.monotonic() - began - 0.0625
