"""How long an update takes, beside PyTorch and JAX where they are installed, and how it grows.

    python -m tp5lib.bench [--rounds N] [updates] [growth]

Times depend on the machine and on who else uses it; only the ratios within one run mean much.
"""
