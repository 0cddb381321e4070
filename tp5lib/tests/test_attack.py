"""A short attack, always the same, and what the attack itself counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tp5lib.tests.attack import __main__ as command
from tp5lib.tests.attack import malformed
from tp5lib.tests.attack.deaths import look
from tp5lib.tests.attack.tally import Tally


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """Good files, and the parameters in those of weights."""
    folder = tmp_path_factory.mktemp("good")
    files = malformed.genuine(folder)
    return files, malformed.known_parameters(files["weights"], folder / "good.npz")


@pytest.mark.parametrize("kind", malformed.READERS)
@settings(max_examples=100)
@given(st.data())
def test_damaged_files_give_what_was_saved_or_a_value_error(tmp_path_factory, good, kind, data):
    (files, known), tally = good, Tally(kind)
    path, content = tmp_path_factory.getbasetemp() / "damaged", st.sampled_from(files[kind])
    path.write_bytes(malformed.damaged(data.draw(content), data.draw(malformed.DAMAGE)))
    malformed.read(tally, path, kind, known)
    assert not tally.bad, tally.told


@pytest.mark.parametrize("size", [0, 19, 100_000, 10**10])
@pytest.mark.parametrize("kind", malformed.READERS)
def test_files_can_claim_any_size(tmp_path, kind, size):
    tally, path = Tally(kind), tmp_path / "crafted"
    for content in malformed.crafted(kind, size):
        path.write_bytes(content)
        malformed.read(tally, path, kind)
    assert not tally.bad, tally.told


@pytest.mark.parametrize("name", ["interruptions", "kills", "letters"])
def test_each_part_tries_something_also_when_its_time_is_over(name):
    tallies = command.run_part(name, 0.0, seed=0)
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
    (tmp_path / "results.json").write_text("[1, 2]")
    assert len(look(tmp_path)) == 2
    monkeypatch.setattr(command, "run_part", lambda name, seconds, seed: [tally])
    assert command.main(["--seconds", "1", "--seed", "3"]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("seed 3\n")
    assert "files: study: MemoryError" in printed


def test_a_part_that_hangs_or_fails_is_counted(monkeypatch):
    (tally,) = command.run_part("no such part", 1, seed=0)
    assert "KeyError" in tally.told[0]
    monkeypatch.setattr(command, "_LONGER", -0.9)
    (tally,) = command.run_part("weights", 1, seed=0)
    assert "hung" in tally.told[0]
    assert all(sum(lane.values()) < 1 for lane in command.LANES)
