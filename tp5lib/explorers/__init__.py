"""Live figures: controls, a picture that follows them, and a line of text."""

from tp5lib.explorers.base import Explorer, Picture
from tp5lib.explorers.emojis import EmojiInterpolation, EmojiPoint, PriorSamples
from tp5lib.explorers.letters import Denoiser, Interpolation, LatentPoint

__all__ = [
    "Denoiser",
    "EmojiInterpolation",
    "EmojiPoint",
    "Explorer",
    "Interpolation",
    "LatentPoint",
    "Picture",
    "PriorSamples",
]
