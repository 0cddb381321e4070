"""Files that are damaged, or made to harm: what was saved or a ValueError, in bounds."""

import contextlib
import io
import json
import os
import resource
import struct
import sys
import time
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tp5lib import Autoencoder, VariationalAutoencoder, load_letters, load_model
from tp5lib.datasets.emojis import EMOJI_SHEET
from tp5lib.datasets.readers import DATA, load_font_header, load_sprite_sheet
from tp5lib.studies.study import read_results

MOST_BYTES = 200_000_000  # above what the genuine file needs
MOST_SECONDS = 2.0  # of the processor
SIZE = 10 ** np.random.default_rng(int(os.environ.get("TP5LIB_ATTACK", 0))).uniform(0, 10)

READERS = {
    "weights": load_model,
    "header": load_font_header,
    "letters": load_letters,
    "sheet": load_sprite_sheet,
    "study": read_results,
}
_PATTERN = b"{4, 4, 2, 0, 0, 0, 0},"
_HEADER = b"int F[2][7] = {" + _PATTERN + b" // 0x60\n{0, 14, 1, 13, 19, 19, 13}}; /* end */"
_RESULTS = b'{"general": {}, "runs": {"a": {"settings": {}, "seeds": [0, 1], "loss": [1.5, 2]}}}'

_NUMBERS = st.sampled_from([b"\xff" * 4, b"\x7f" + b"\xff" * 7, bytes(8)])
_WORDS = st.sampled_from([b"{" * 999, b"[" * 9999, b"9" * 5000, b"NaN", b"/*", b"\nletter a\n"])
# Changes of a file: a place, between 0 and 1, what is put there, and how many bytes it replaces;
# what is replaced backwards stands there twice.
_CHANGE = st.tuples(
    st.floats(0, 1),
    st.one_of(st.just(b""), st.binary(max_size=40), _NUMBERS, _WORDS),
    st.one_of(st.just(0), st.integers(-2000, 9), st.integers(1, 400), st.just(10**9)),
)
DAMAGE = st.lists(_CHANGE, min_size=1, max_size=4)


@pytest.fixture(scope="module")
def genuine(tmp_path_factory):
    """The content of good files by the names of their readers, and the parameters in those."""
    folder = tmp_path_factory.mktemp("genuine")
    model = Autoencoder([35, 4, 2, 4, 35], seeds=range(2))
    model.save(folder / "a.npz")
    model.fit(load_letters().x, epochs=2, learning_rate=0.01)
    model.save(folder / "b.npz", training=True)
    VariationalAutoencoder([35, 4, 2, 4, 35]).save(folder / "c.npz")
    weights = [folder / f"{name}.npz" for name in "abc"]
    files = {
        "weights": [path.read_bytes() for path in weights],
        "header": [_HEADER],
        "letters": [(DATA / "letters.txt").read_bytes()],
        "sheet": [EMOJI_SHEET.read_bytes()],
        "study": [_RESULTS],
    }
    return files, {load_model(path).parameters.tobytes() for path in weights}


def _peak():
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def read(path, kind):
    """Return what is read, in bounds; None if a ValueError names the file."""
    with contextlib.suppress(OSError):  # the peak begins at what is used now, on Linux
        Path("/proc/self/clear_refs").write_text("5")
    # Of this process: what others do on the machine is no fault of a reader.
    began, before, found = time.process_time(), _peak(), None
    try:
        found = READERS[kind](path)
    except ValueError as error:
        assert path.name in str(error)  # noqa: PT017, as there need not be an error
    assert time.process_time() - began < MOST_SECONDS
    assert _peak() - before < MOST_BYTES
    return found


@pytest.mark.parametrize("kind", READERS)
@given(st.data())
def test_a_damaged_file_gives_what_was_saved_or_a_value_error(
    tmp_path_factory, genuine, kind, data
):
    files, saved = genuine
    path = tmp_path_factory.getbasetemp() / "damaged"
    content = data.draw(st.sampled_from(files[kind]))
    for place, new, replaced in data.draw(DAMAGE):
        at = int(place * len(content))
        content = content[:at] + new + content[max(0, at + replaced) :]
    path.write_bytes(content)
    found = read(path, kind)
    if kind == "weights" and found is not None:
        assert found.parameters.tobytes() in saved


def _weights(config, **members):
    """A weights file with arrays, or whatever bytes, as its members."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, value in {"configuration": np.array(json.dumps(config)), **members}.items():
            with archive.open(f"{name}.npy", "w") as file:
                file.write(value) if isinstance(value, bytes) else np.save(file, value)
    return content.getvalue()


def _claim(shape):
    """An array that claims a shape, and holds nothing."""
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header


def _png(rows, columns, kind=0, depth=8, data=b"", extra=b""):
    head = struct.pack(">IIBBBBB", columns, rows, depth, kind, 0, 0, 0)
    body = _chunk(b"IDAT", zlib.compress(data, 9))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + extra + body + _chunk(b"IEND", b"")


def _chunk(name, body):
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


def crafted(kind, size):
    """Return files that claim, nest or expand to the size, by what their reader is."""
    wide = {"model": "Autoencoder", "layers": [size, size, size], "seeds": None, "seed": 0}
    one, deep, some = np.zeros((1, 1)), b"[" * min(size, 10**6), min(size, 90_000)
    bomb = io.BytesIO()
    np.savez_compressed(bomb, configuration="{}", parameters=np.zeros((1, min(size, 10**7))))
    side = max(1, min(size, 60_000) // 20 * 20)
    # Of 1 MB each, which take seconds to expand.
    profiles = _chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(10**6))) * min(size, 2_000)
    return {
        "weights": [
            _weights(wide, parameters=one),
            _weights(wide | {"layers": [1] * min(size | 1, 99_999)}, parameters=one),
            _weights(wide | {"seeds": [*range(min(size, 10**5))]}, parameters=one),
            _weights({}, parameters=_claim((size, size))),
            _weights({}, parameters=_claim((-size, 1))),
            _weights({}, parameters=_claim("(" * min(size, 5000))),
            _weights({"a": "x" * min(size, 10**6)}, parameters=one),
            bomb.getvalue(),
        ],
        "header": [
            b"a" * min(size, 1_900_000),
            b"int F[1][7] = {" + b"{" * min(size, 10**6),
            b"/*" * min(size, 900_000),
            b"/*/" * some,
            b"a[1][" * some,
            b"int a[][]={" * some + b"}" * some,
            b"int F[1][7] = {{" + b"9" * min(size, 10**6) + b"}};",
            b"int F[][] = {" + _PATTERN * min(size, 10_000) + b"};",
            (b"int F[][] = {" + _PATTERN + b"}; // x\n") * min(size, 5_000),
        ],
        "letters": [b"letter " + b"a" * min(size, 10**6), b"letter a\n" * min(size, 10**5)],
        "sheet": [
            _png(*[min(size, 2**32 - 1)] * 2),
            _png(side, side, kind=6, data=bytes(min(size, 10**7))),
            _png(2000, 2000, kind=6, depth=16, data=bytes(10**7)),
            _png(20, 20, data=bytes([0, *range(20)] * 20), extra=profiles),
        ],
        "study": [deep, b'{"runs":' + deep, b'{"runs": {"a": ' + b"9" * min(size, 10**6) + b"}}"],
    }[kind]


@pytest.mark.parametrize("size", [0, 10**10, int(SIZE)])
@pytest.mark.parametrize("kind", READERS)
def test_a_file_may_claim_any_size(tmp_path, kind, size):
    path = tmp_path / "crafted"
    for content in crafted(kind, size):
        path.write_bytes(content)
        found = read(path, kind)
        assert kind != "weights" or found is None
