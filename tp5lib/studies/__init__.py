"""Runs that take minutes, whose results and weights are kept in ``data/``.

    python -m tp5lib.studies [denoising] [variational] [--missing]

trains them afresh, all of them unless some are named.
"""
