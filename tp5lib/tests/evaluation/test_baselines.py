"""Simple answers, and what a reconstruction is taken for."""

import numpy as np

from tp5lib import PCA, pixel_errors
from tp5lib.evaluation.baselines import naive_errors, taken_for


def test_the_baselines_are_what_they_say(letters):
    errors = naive_errors(letters.x)
    assert (errors["blank page"] == letters.x.sum(axis=1)).all()
    mean = letters.x.mean(axis=0) > 0.5
    assert (errors["mean letter"] == (letters.x != mean).sum(axis=1)).all()
    best = PCA(2).fit(letters.x).reconstruct(letters.x)
    assert (errors["PCA"] == pixel_errors(letters.x, best)).all()


def test_a_reconstruction_is_taken_for_the_nearest_and_in_doubt_for_its_own(letters):
    x = letters.x
    assert taken_for(x, x).tolist() == list(range(32))
    bar, l_ = letters.index("|"), letters.index("l")
    outputs = np.stack([x, x])
    outputs[1, l_] = x[bar]
    found = taken_for(outputs, x)
    assert found.shape == (2, 32)
    assert (found[0, l_], found[1, l_]) == (l_, bar)
    apart = np.flatnonzero(x[l_] != x[bar])
    outputs[1, l_, apart[0]] = x[l_, apart[0]]  # half way between the two
    assert taken_for(outputs, x)[1, l_] == l_
