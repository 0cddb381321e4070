"""One page to play with: explorers in tabs, from the weights in ``data/``."""

import html

import ipywidgets as widgets

from tp5lib.datasets.emojis import load_emojis
from tp5lib.datasets.letters import load_letters
from tp5lib.explorers.base import error_text
from tp5lib.explorers.denoiser import Denoiser
from tp5lib.explorers.drawing import DrawnLetter
from tp5lib.explorers.live import LiveTraining
from tp5lib.explorers.paths import Interpolation
from tp5lib.explorers.points import LatentPoint
from tp5lib.explorers.samples import PriorSamples
from tp5lib.studies.slides import load_denoisers, load_emoji_networks


def page():
    """Return the `Page` of this project; FileNotFoundError if its weights are missing."""
    letters, denoisers = load_letters(), load_denoisers()
    emojis, spaces = load_emojis(), load_emoji_networks()
    plain = denoisers["plain autoencoder"]
    drawn = {"plain autoencoder": plain} | denoisers  # the plain one's plane is shown
    by_latent = {f"latent {n}": model for n, model in spaces.items()}
    tabs = {
        "Watch it learn": (
            "Press start. Then reset, choose mse as the loss, and start again. One heap of letters "
            "unfolds over the plane; wrong pixels are orange. Which loss gets rid of them all?",
            lambda: LiveTraining(letters, noun="letter"),
        ),
        "Latent plane": (
            "Drag the orange point over the plane, or move its two numbers. The whole alphabet was "
            "squeezed into them. Between two letters, is there a letter, or only a blur?",
            lambda: LatentPoint(plain, letters, noun="letter"),
        ),
        "From letter to letter": (
            "Choose two letters, and move alpha from 0 to 1. Which other letters does the straight "
            "line come past? Does one turn into the next all at once, or pixel by pixel?",
            lambda: Interpolation(plain, letters, start="a", end="z", noun="letter"),
        ),
        "Draw a letter": (
            "Click or drag on the pixels: a letter with one stroke missing, then one that does not "
            "exist. The networks know 32 letters, and answer with one of those. Orange crosses "
            "are pixels that they have wrong.",
            lambda: DrawnLetter(drawn, letters, pattern="a", noun="letter"),
        ),
        "Remove noise": (
            "Put more and more noise on a letter, and choose who is to remove it. At which level "
            "does the answer become another letter? Does training under more noise help?",
            lambda: Denoiser(denoisers, letters, pattern="a", level=0.15, noun="letter"),
        ),
        "Emojis": (
            "Drag the point over the plane of the 56 emojis; a mouse that rests on one tells its "
            "name. What do neighbours have in common? Which faces in between has nobody drawn?",
            lambda: LatentPoint(spaces[2], emojis, noun="emoji"),
        ),
        "New emojis": (
            "Draw sixteen new faces, from latent spaces of 2, 3 and 6 dimensions. More dimensions "
            "give sharper features and more failures. How far is each from the nearest emoji?",
            lambda: PriorSamples(by_latent, emojis, noun="emoji"),
        ),
    }
    return Page(tabs)


class Page:
    """Explorers in tabs, each made when its tab is opened for the first time.

    The tabs are given by title: what to try and to look for there, and what makes the explorer.
    `explorers` are those made so far, by title; `tabs.selected_index` opens one, by hand or
    from code.
    """

    def __init__(self, tabs):
        self._given, self.explorers = tabs, {}
        rooms = [widgets.VBox() for _ in tabs]
        self.tabs = widgets.Tab(rooms, titles=list(tabs), selected_index=0)
        self.tabs.observe(lambda change: self._open(change["new"]), "selected_index")
        self._open(0)

    def _open(self, place):
        title, room = self.tabs.titles[place], self.tabs.children[place]
        if title in self.explorers:
            return
        written, make = self._given[title]
        style = "font-size: 16px; margin: 4px"
        task = widgets.HTML(f"<p style='{style}'>{html.escape(written)}</p>")
        room.children = [task]
        try:
            explorer = self.explorers[title] = make()
        except Exception as error:
            task.value = error_text("This tab cannot be shown", error)
            raise
        room.children = [task, explorer.view]

    def _repr_mimebundle_(self, include=None, exclude=None):
        first = next(iter(self.explorers.values()))
        bundle = first._repr_mimebundle_() | self.tabs._repr_mimebundle_()
        return bundle | {"text/plain": repr(self)}

    def __repr__(self):
        return f"Page of {', '.join(self._given)}"
