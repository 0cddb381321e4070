import importlib.util

import pytest

from tp5lib.datasets.emojis import EMOJI_SHEET


@pytest.fixture
def script():
    """The script that draws the emojis, as a module."""
    path = EMOJI_SHEET.parent / "drawing" / "draw_emojis.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def write(tmp_path):
    """Write a file, and return its path."""

    def write(content, name="font.h"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
