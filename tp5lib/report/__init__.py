"""The notebooks as a report: found, run in place, linked, checked, and shown by the README.

Here belongs what reads or writes the project's notebooks, figures and README; what makes decks
of them stands in `tp5lib.slides`, and what they compute in the library itself.
"""

from tp5lib.checks import require

require("report", "ipykernel", "nbclient", "nbformat")
