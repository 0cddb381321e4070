"""The emojis."""

import re

from tp5lib.datasets.patterns import Patterns
from tp5lib.datasets.readers import DATA, load_sprite_sheet

EMOJI_SHEET = DATA / "emojis.png"

# Unicode's CLDR names, in the order of slide 41 and of the sheet.
_EMOJI_NAMES = """
    grinning face; grinning squinting face; grinning face with sweat; face with tears of joy;
    slightly smiling face; upside-down face; melting face; winking face;
    smiling face with smiling eyes; smiling face with halo; smiling face with hearts; star-struck;
    kissing face; smiling face with tear; face with tongue; money-mouth face; hugging face;
    face with open eyes and hand over mouth; shushing face; thinking face; saluting face;
    zipper-mouth face; face with raised eyebrow; neutral face; face without mouth; smirking face;
    face with rolling eyes; grimacing face; lying face; sleeping face; face with thermometer;
    nauseated face; face vomiting; cold face; woozy face; face with spiral eyes; exploding head;
    cowboy hat face; disguised face; smiling face with sunglasses; nerd face; face with monocle;
    confused face; worried face; astonished face; pleading face; anguished face;
    sad but relieved face; loudly crying face; face screaming in fear; confounded face;
    tired face; yawning face; face with steam from nose; pouting face; smiling face with horns
"""
EMOJI_NAMES = tuple(re.split(r";\s+", _EMOJI_NAMES.strip()))


def load_emojis():
    """Load the 56 emojis (20 x 20 pixels, grey), drawn after Twemoji (CC BY 4.0).

    Returns `Patterns` with `x` of shape (56, 400), in [0, 1], 1 bright; named as in Unicode's
    CLDR. Raises ValueError if ``data/emojis.png`` is missing or damaged.
    """
    try:
        sheet = load_sprite_sheet(EMOJI_SHEET)
        return Patterns(sheet.x, EMOJI_NAMES, sheet.shape)
    except ValueError as error:
        how = f"python data/drawing/draw_emojis.py writes {EMOJI_SHEET} afresh"
        raise type(error)(f"{error}; {how}") from None
