"""The playground: a page that trains, explores and denoises in the browser, without Python.

    python -m tp5lib.playground [--out FILE]

writes it as one file that opens from disk or any static host. The network of the page is the
library's, in JavaScript: `random.js`, `network.js` and `training.js` follow `tp5lib.nn` and
`tp5lib.models.training` line by line, down to NumPy's random numbers, and the tests hold them to
it. Here belong those modules, the rooms that show them, and what makes one page of all.
"""
