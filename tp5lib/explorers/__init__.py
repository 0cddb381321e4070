"""Live figures: controls, a picture that follows them, and a line of text."""

from tp5lib.explorers.base import Explorer, Picture
from tp5lib.explorers.drawing import DrawnLetter
from tp5lib.explorers.emojis import EmojiInterpolation, EmojiPoint, PriorSamples
from tp5lib.explorers.letters import Denoiser, Interpolation, LatentPoint
from tp5lib.explorers.page import Page, Tab, page

__all__ = [
    "Denoiser",
    "DrawnLetter",
    "EmojiInterpolation",
    "EmojiPoint",
    "Explorer",
    "Interpolation",
    "LatentPoint",
    "Page",
    "Picture",
    "PriorSamples",
    "Tab",
    "page",
]
