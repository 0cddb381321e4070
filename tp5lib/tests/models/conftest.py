from concurrent.futures import ThreadPoolExecutor

import numpy as np

LAYERS = [35, 9, 2, 9, 35]
WIDE = [35, 900, 35]  # of three seeds two are trained side by side, and then the third


def same(a, b):
    np.testing.assert_array_equal(a, b, strict=True)


class Threads(ThreadPoolExecutor):
    """Two threads that are sent one epoch at a time, not seconds."""

    def __init__(self):
        super().__init__(2)

    def submit(self, train, content, until, seconds, caller):
        return super().submit(train, content, until, 0, caller)
