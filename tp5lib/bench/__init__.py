"""How long an update takes, against PyTorch and JAX where they are installed, and how it grows.

    python -m tp5lib.bench [--rounds N] [updates] [growth] [long] [explorers] [sessions]
        [playground] [room]

Absolute times depend on the machine and on who else is using it; only the ratios within one run
mean something. `rivals` are the same trainings elsewhere; `updates`, `growth`, `long`, `sessions`
and `playground` time and print; `room` fills the page with visitors.
"""
