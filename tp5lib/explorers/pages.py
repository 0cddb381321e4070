"""One page to play with: explorers in tabs, from the weights in ``data/``."""

import base64
import html
from collections.abc import Callable
from typing import NamedTuple

import ipywidgets as widgets

from tp5lib import plots
from tp5lib.datasets.emojis import load_emojis
from tp5lib.datasets.letters import load_letters
from tp5lib.explorers.base import Explorer
from tp5lib.explorers.denoiser import Denoiser
from tp5lib.explorers.drawing import DrawnLetter
from tp5lib.explorers.paths import Interpolation
from tp5lib.explorers.points import LatentPoint
from tp5lib.explorers.samples import PriorSamples
from tp5lib.studies.denoising import load_denoisers
from tp5lib.studies.variational import load_models

# Type for a page rather than for a cell of a notebook; on a phone the tabs wrap.
_STYLE = """<style>
.tp5-page {
  --jp-widgets-font-size: 16px;
  --jp-widgets-inline-height: 34px;
  --jp-widgets-inline-label-width: 90px;
  --jp-widgets-horizontal-tab-width: auto;
}
.tp5-page .lm-TabBar, .tp5-page .lm-TabBar-content {
  flex-wrap: wrap;
  height: auto;
  max-height: none;
}
.tp5-page .lm-TabBar-tab {
  font-size: 16px;
  height: auto;
  line-height: 1.5;
  padding: 6px 14px;
}
.tp5-page .lm-TabBar-tabLabel { overflow: visible; }
</style>"""


class Tab(NamedTuple):
    """A tab: its title, a sentence on what to do there, and what makes its explorer."""

    title: str
    lead: str
    make: Callable[[], Explorer]


def page():
    """Return the page of this project.

    Returns
    -------
    Page

    Raises
    ------
    FileNotFoundError
        If the weights of `tp5lib.studies` are missing.
    """
    letters, denoisers = load_letters(), load_denoisers()
    emojis, spaces = load_emojis(), load_models()
    plain = denoisers["plain autoencoder"]
    drawn = {"plain autoencoder": plain} | denoisers  # the plain one's plane is shown
    return Page(
        [
            Tab(
                "Latent plane",
                "Drag the orange point, or move its two numbers: every point of the plane "
                "decodes to a letter or to something between letters.",
                lambda: LatentPoint(plain, letters, noun="letter"),
            ),
            Tab(
                "From letter to letter",
                "Choose two letters and go from one to the other along the dashed line.",
                lambda: Interpolation(plain, letters, start="a", end="z", noun="letter"),
            ),
            Tab(
                "Draw a letter",
                "Click or drag on the pixels; then see where the drawing lies on the latent "
                "plane, and what each network makes of it.",
                lambda: DrawnLetter(drawn, letters, pattern="a", noun="letter"),
            ),
            Tab(
                "Remove noise",
                "Put salt and pepper on a letter and choose who is to remove it; what is still "
                "wrong is crossed out.",
                lambda: Denoiser(denoisers, letters, pattern="a", level=0.15, noun="letter"),
            ),
            Tab(
                "Emojis",
                "Drag the point over the plane of the 56 emojis: the face beside it follows.",
                lambda: LatentPoint(spaces[2], emojis, noun="emoji"),
            ),
            Tab(
                "New emojis",
                "Draw new faces from the prior, in latent spaces of 2, 3 or 6 dimensions.",
                lambda: PriorSamples(
                    {f"latent {n}": m for n, m in spaces.items()}, emojis, noun="emoji"
                ),
            ),
        ]
    )


class Page:
    """Explorers in tabs, each made when its tab is opened for the first time.

    Parameters
    ----------
    tabs : sequence of Tab
        One or more.

    Attributes
    ----------
    explorers : dict
        Those made so far, by the titles of their tabs.
    tabs : widgets.Tab
        Its `selected_index` opens a tab, by hand or from code.
    """

    def __init__(self, tabs):
        if not tabs:
            raise ValueError("tabs is empty; a page must have a tab or more")
        self._tabs = list(tabs)
        self.explorers = {}
        self.tabs = widgets.Tab([widgets.VBox() for _ in self._tabs], selected_index=0)
        self.tabs.titles = [tab.title for tab in self._tabs]
        self.tabs.observe(lambda change: self._open(change["new"]), "selected_index")
        self._view = widgets.VBox([widgets.HTML(_STYLE), self.tabs])
        self._view.add_class("tp5-page")
        self._open(0)

    def _open(self, place):
        tab, room = self._tabs[place], self.tabs.children[place]
        if tab.title in self.explorers:
            return
        lead = widgets.HTML(f"<p style='font-size: 16px; margin: 4px'>{html.escape(tab.lead)}</p>")
        room.children = [lead]
        try:
            explorer = self.explorers[tab.title] = tab.make()
        except Exception as error:
            message = html.escape(f"{type(error).__name__}: {error}")
            lead.value = f"<b style='color: {plots.RED}'>This tab cannot be shown. {message}</b>"
            raise
        room.children = [lead, explorer.view]

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = dict(self._view._repr_mimebundle_())
        first = self.explorers[self._tabs[0].title]
        bundle["image/png"] = base64.b64encode(first.still()).decode("ascii")
        bundle["text/plain"] = repr(self)
        return bundle

    def __repr__(self):
        return f"Page of {', '.join(tab.title for tab in self._tabs)}"
