"""The slides' own runs and our variations, kept in ``data/``, and the claims judged by them.

    python -m tp5lib.studies
        [--out DIR [--seeds A:B]] [--workers N | --scheduler tcp://HOST:PORT]

trains what ``data/``, or another folder, does not hold with today's settings: all of it takes some
three hours of one core. `slides` says what is run, and a new run is an entry of `slides.RUNS`;
`study` sends each to a worker. On a cluster ``dask scheduler`` and ``dask worker`` need tp5lib on
each machine (``pip install ".[cluster]"``), and no shared disk; a worker that is lost costs what
it was doing.
"""
