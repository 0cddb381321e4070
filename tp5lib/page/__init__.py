"""The page as a server: ``python -m tp5lib.page``, safe in a classroom.

Voila renders the page; what is ours is the room (how many kernels, and when one is freed), the
handlers beside Voila's, the start of a kernel with its memory limited, and the template in
``jupyter/``, from which no request leaves the machine.
"""
