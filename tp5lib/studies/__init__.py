"""The slides' own runs and our variations, kept in ``data/``, and the claims judged by them.

    python -m tp5lib.studies
        [--missing] [--seeds 0:20 --out DIR] [--workers N | --scheduler tcp://HOST:PORT]

trains them afresh: `slides` says what is run, `graph` sends the runs to workers as soon as those
that they start from are there, `study` writes the results, each run's settings and seeds beside
them. It takes some three hours of one core. On a cluster ``dask scheduler`` and ``dask worker``
need tp5lib on each machine (``pip install ".[cluster]"``), and no shared disk; a worker that is
lost costs what it was doing. A new run is an entry of `slides.RUNS`.
"""
