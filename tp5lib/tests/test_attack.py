"""A short attack, always the same, and what the attack itself counts."""

import time

import pytest

from tp5lib.tests.attack import __main__ as command
from tp5lib.tests.attack import malformed, part
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
    assert {*part.LANES[0], *part.LANES[1]} == {*part.NAMES}
