"""Paths through latent spaces."""

import numpy as np

from tp5lib.explorers import Interpolation
from tp5lib.tests.explorers.sweeping import sweep


def test_every_control_changes_the_picture(model, few, icons, toy):
    assert sweep(Interpolation(model, few), 3) == {"start": 8, "end": 8, "alpha": 3}
    spaces = {f"latent {n}": toy(n) for n in (1, 2, 3, 4, 5)}  # two rows
    shown = sweep(Interpolation(spaces, icons, end="moon"), 2)
    assert shown == {"start": 5, "end": 5, "alpha": 2}


def test_it_begins_between_the_first_pattern_and_the_last(model, few):
    path = Interpolation(model, few)
    assert (path.start.label, path.end.label) == ("a", "l")


def test_it_ends_at_its_letters(model, letters):
    path = Interpolation(model, letters, start="k", end="w", noun="letter")
    for alpha, name in ((0, "k"), (1, "w")):
        path.alpha.value = alpha
        assert f"nearest letter {name}, it is that letter" in path.text.value


def test_the_ends_of_a_row_are_the_reconstructions(icons, toy):
    models = {"two": toy(2), "three": toy(3)}
    path = Interpolation(models, icons, start="moon", end="snow")
    path.alpha.value = 1
    again = models["three"].reconstruct(icons.x)[icons.index("snow")]
    np.testing.assert_allclose(path._path._panels[2]._image.get_array().ravel(), again)
    assert "nearest pattern by two: " in path.text.value
