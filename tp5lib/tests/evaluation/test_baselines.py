"""Simple answers."""

from tp5lib import PCA, pixel_errors
from tp5lib.evaluation.baselines import naive_errors


def test_the_baselines_are_what_they_say(letters):
    errors = naive_errors(letters.x)
    assert (errors["blank page"] == letters.x.sum(axis=1)).all()
    mean = letters.x.mean(axis=0) > 0.5
    assert (errors["mean letter"] == (letters.x != mean).sum(axis=1)).all()
    best = PCA(2).fit(letters.x).reconstruct(letters.x)
    assert (errors["PCA"] == pixel_errors(letters.x, best)).all()
