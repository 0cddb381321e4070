"""Matplotlib says on stderr that it builds its font cache; let it do so before a notebook."""

import matplotlib.font_manager  # noqa: F401

collect_ignore = ["own"]  # a user's own notebooks are no tests
