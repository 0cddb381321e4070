"""What an attack has counted."""

import time
from dataclasses import dataclass, field

_MOST_TOLD = 5


@dataclass
class Tally:
    """A row of the table: what was tried, how often, and what went wrong, which must be nothing.

    Of what went wrong the first few are `told`; `worst` is the longest wait, in seconds, where
    one was measured.
    """

    what: str
    tried: int = 0
    bad: int = 0
    told: list = field(default_factory=list)
    worst: float = 0.0

    def going(self, end):
        """Say whether the clock has not said `end` yet, or nothing has been tried so far."""
        return not self.tried or time.monotonic() < end

    def fail(self, reason):
        """Count something that went wrong."""
        self.bad += 1
        if len(self.told) < _MOST_TOLD:
            self.told.append(str(reason)[:300])

    def waited(self, seconds, most):
        """Count a wait, which must not be longer than `most`."""
        self.worst = max(self.worst, seconds)
        if seconds > most:
            self.fail(f"it took {seconds:.1f} s")

    def __str__(self):
        worst = f"{self.worst:.2f} s" if self.worst else ""
        return f"| {self.what} | {self.tried:,} | {self.bad:,} | {worst} |"
