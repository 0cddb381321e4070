"""Runs that take minutes, whose results and weights are kept in ``data/``.

    python -m tp5lib.studies [slides]
        [--missing] [--seeds 0:20] [--out DIR] [--workers N | --scheduler tcp://HOST:PORT]

trains them afresh, all of them unless some are named: `graph` sends the runs to workers as soon
as those that they start from are there, `study` keeps the results. A new study is a module here.
"""
