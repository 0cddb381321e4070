"""Files that are damaged, or made to harm: only the documented errors, in bounds."""

import contextlib
import io
import json
import resource
import struct
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from tp5lib import Autoencoder, VariationalAutoencoder, load_letters, load_model
from tp5lib.datasets.emojis import EMOJI_SHEET
from tp5lib.datasets.readers import DATA, load_font_header, load_sprite_sheet
from tp5lib.studies.study import read_results
from tp5lib.tests.attack.tally import Tally

MOST_BYTES = 200_000_000  # above what the genuine file needs
MOST_SECONDS = 2.0  # of the processor
_ADDRESS_SPACE = 8_000_000_000  # so that a failure harms this process only

settings.register_profile(
    "attack",
    database=None,
    deadline=None,
    max_examples=100,
    suppress_health_check=list(HealthCheck),
)

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
# Changes of a file: what is put at a place, between 0 and 1, and how many bytes it replaces.
_CHANGE = st.tuples(
    st.floats(0, 1),
    st.one_of(st.just(b""), st.binary(max_size=40), _NUMBERS, _WORDS),
    st.one_of(st.just(0), st.integers(-2000, 9), st.integers(1, 400), st.just(10**9)),
)
DAMAGE = st.lists(_CHANGE, min_size=1, max_size=4)


def damaged(content, changes):
    """Return a file with some changes; what is replaced backwards stands there twice."""
    for place, new, replaced in changes:
        at = int(place * len(content))
        content = content[:at] + new + content[max(0, at + replaced) :]
    return content


def genuine(folder):
    """Return the content of good files by the names of their readers, several each."""
    folder = Path(folder)
    model = Autoencoder([35, 4, 2, 4, 35], seeds=range(2))
    model.fit(load_letters().x, epochs=2, learning_rate=0.01)
    model.save(folder / "a.npz")
    model.save(folder / "b.npz", training=True)
    VariationalAutoencoder([35, 4, 2, 4, 35]).save(folder / "c.npz")
    return {
        "weights": [(folder / f"{name}.npz").read_bytes() for name in "abc"],
        "header": [_HEADER],
        "letters": [(DATA / "letters.txt").read_bytes()],
        "sheet": [EMOJI_SHEET.read_bytes()],
        "study": [_RESULTS],
    }


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


def _forget_peak():
    """Let the peak begin at what is used now, where the system can do so."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak():
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def read(tally, path, kind, known=()):
    """Read one file, and count what must not be."""
    _forget_peak()
    # Of this process: what others do on the machine is no fault of a reader.
    began, before = time.process_time(), _peak()
    tally.tried += 1
    try:
        result = READERS[kind](path)
    except ValueError as error:
        if path.name not in str(error):
            tally.fail(f"{kind}: an error without the file's name: {error}")
    except BaseException as error:  # whatever it is, it is not documented
        tally.fail(f"{kind}: {type(error).__name__}: {error}")
    else:
        if kind == "weights" and result.parameters.tobytes() not in known:
            tally.fail("weights: other parameters than were saved are accepted")
    tally.waited(time.process_time() - began, MOST_SECONDS)
    if _peak() - before > MOST_BYTES:
        tally.fail(f"{kind}: {(_peak() - before) / 1e6:.0f} MB")


def known_parameters(contents, path):
    """Return the bytes of the parameters in good files of weights."""
    known = set()
    for content in contents:
        path.write_bytes(content)
        known.add(load_model(path).parameters.tobytes())
    return known


def attack(kind, end, seed):
    """Read damaged files until the clock says `end`; returns what was counted."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    settings.load_profile("attack")
    tally, place = Tally(f"malformed files: {kind}"), 0
    with tempfile.TemporaryDirectory() as folder:
        good, path = genuine(folder)[kind], Path(folder, "damaged")
        known = known_parameters(good, path) if kind == "weights" else ()

        @given(st.sampled_from(good), DAMAGE)
        def damage(content, changes):
            if tally.going(end):
                path.write_bytes(damaged(content, changes))
                read(tally, path, kind, known)

        while tally.going(end):
            seeded(seed + place)(damage)()
            size = int(10 ** np.random.default_rng([seed, place]).uniform(0, 10))
            for content in crafted(kind, size):
                path.write_bytes(content)
                read(tally, path, kind, known)
            place += 1
    return [tally]
