"""The benchmark's tables, of trainings that take no time."""

import pytest

from tp5lib.bench import growth, updates
from tp5lib.bench.__main__ import main


def test_each_row_gives_our_time_those_of_the_rivals_and_the_ratios(capsys):
    rows = {
        name: row | {"updates": len(row["x"]) // row["batch_size"]}  # of one epoch
        for name, row in updates.ROWS.items()
    }
    updates.print_updates(1, rows, {"idle": lambda **settings: lambda: None})
    _, _, _, *table = capsys.readouterr().out.splitlines()
    assert [line.split("float")[1][:2] for line in table] == ["64", "32"] * len(rows)
    for line in table:
        *_, ours, idle, ratio = line.split()
        assert float(ours) > float(idle) >= 0
        assert float(ratio) > 1


@pytest.mark.program
def test_growth_is_that_of_a_training_and_its_tables_are_found_by_name(capsys, monkeypatch):
    seconds, memory = growth.measure([35, 2, 35], epochs=2)
    assert seconds > 0
    assert memory > 3 * 8 * 35  # more than the weights
    monkeypatch.setattr(growth, "measure", lambda **settings: (seconds, memory))
    main(["growth"])
    told = [line.split()[0] for line in capsys.readouterr().out.split("\n\n")]
    assert told == ["seeds", "samples", "parameters"]
    with pytest.raises(SystemExit):
        main(["sessions"])
    assert "the tables are: updates, growth" in capsys.readouterr().err
