"""Messages that no page of ours sends, to the widgets of all explorers."""

import time

from hypothesis import given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from tp5lib import Autoencoder, VariationalAutoencoder, load_letters
from tp5lib.explorers import Denoiser, DrawnLetter, Interpolation, LatentPoint, PriorSamples
from tp5lib.tests.attack import malformed
from tp5lib.tests.attack.tally import Tally

_VALUE = st.recursive(
    st.one_of(
        *(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
        st.sampled_from([10**400, -1, 2**63, "x" * 10_000, [0] * 35, [1] * 34, [0.5, 0.5]]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
_NAMES = ("value", "index", "x", "y", "min", "max", "step", "_options_labels", "shape", "low")
_METHOD = st.sampled_from(["update", "update", "update", "request_state", "custom", "nothing"])


def explorers():
    """Return one explorer of each kind."""
    letters = load_letters()
    plain, drawn = Autoencoder([35, 4, 2, 4, 35]), VariationalAutoencoder([35, 4, 2, 4, 35])
    return [
        LatentPoint(plain, letters),
        Interpolation(plain, letters),
        DrawnLetter(plain, letters),
        Denoiser(plain, letters),
        PriorSamples(drawn, letters),
    ]


def _send(widget, method, state):
    """Give a widget a message as its front end would."""
    data = {"method": method, "state": state, "content": state, "buffer_paths": []}
    widget._handle_msg({"content": {"data": data}, "buffers": []})


def attack(end, seed):
    """Send hostile messages until the clock says `end`; returns what was counted.

    A message may get an exception, which is what its visitor is shown. It must not end or
    stop the kernel, and what another visitor's explorer shows must stay as it was.
    """
    settings.load_profile("attack")
    tally, place, began = Tally("hostile widget messages"), 0, time.monotonic()
    hit, other = explorers(), explorers()
    shown = [explorer.still() for explorer in other]
    end += time.monotonic() - began  # what is drawn once is no part of the attack

    @given(
        st.integers(0, 99), _METHOD, st.dictionaries(st.sampled_from(_NAMES), _VALUE, max_size=3)
    )
    def message(which, method, state):
        if not tally.going(end):
            return
        explorer = hit[which % len(hit)]
        widgets = [*explorer.controls.values(), explorer.picture, explorer.text]
        sent = time.process_time()
        tally.tried += 1
        try:
            _send(widgets[which // len(hit) % len(widgets)], method, state)
        except Exception:
            pass
        except BaseException as error:
            tally.fail(f"{type(explorer).__name__}: {type(error).__name__}: {error}")
        tally.waited(time.process_time() - sent, malformed.MOST_SECONDS)

    while tally.going(end):
        seeded(seed + place)(message)()
        for explorer, picture in zip(other, shown, strict=True):
            explorer.redraw()
            if explorer.still() != picture:
                tally.fail(f"another visitor's {type(explorer).__name__} shows something else")
        place += 1
    return [tally]
