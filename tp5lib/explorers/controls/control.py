"""What a pad and an editor of pixels share."""

import traitlets
from anywidget import AnyWidget

from tp5lib.explorers.controls.hidden import FILES


class Control(AnyWidget):
    """A control whose `value` a hand moves; a browser can set nothing else of it.

    Attributes
    ----------
    description : str
        What it is for, written above it and read to those who do not see it.
    """

    _css = FILES / "controls.css"

    value = traitlets.Tuple().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)

    def set_state(self, sync_data):
        super().set_state({name: sync_data[name] for name in ("value",) if name in sync_data})
