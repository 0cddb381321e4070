"""The benchmark's tables, of contestants that take no time."""

from tp5lib import Autoencoder, bench, load_letters


def test_a_table_gives_times_and_shares_of_pytorchs(capsys):
    calls = {"tp5lib": 0, "PyTorch eager": 0}

    def run(name):
        calls[name] += 1

    contestants = {name: (lambda name=name: run(name)) for name in calls}
    bench.table("Two", contestants, dict.fromkeys(calls, 10), rounds=3)
    title, head, *rows = capsys.readouterr().out.strip().splitlines()
    assert title == "Two"
    assert head.split()[-2:] == ["of", "PyTorch"]
    assert [row.split()[0] for row in rows] == ["tp5lib", "PyTorch"]
    assert rows[1].endswith("1.000")
    assert calls == {"tp5lib": 3, "PyTorch eager": 3}


def test_without_pytorch_there_is_nothing_to_compare_with(capsys):
    bench.table("One", {"tp5lib": lambda: None}, {"tp5lib": 1}, rounds=1)
    assert "PyTorch is not installed" in capsys.readouterr().out


def test_a_long_run_is_timed_at_both_ends(capsys):
    model = Autoencoder([35, 2, 35])
    bench.table_of_a_long_run(
        "Long", model, load_letters().x, window=100, epochs=400, learning_rate=0.01
    )
    rows = capsys.readouterr().out.strip().splitlines()
    assert rows[0] == "Long, us / epoch"
    assert rows[2].endswith("of the first")
