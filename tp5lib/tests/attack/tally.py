"""What an attack has counted."""

import json
import sys
from dataclasses import asdict, dataclass, field

_MOST_TOLD = 5


@dataclass
class Tally:
    """One row of the table.

    Attributes
    ----------
    what : str
    tried : int
    bad : int
        How often what is promised was not kept; must be 0.
    told : list of str
        The first of these.
    worst : float
        The longest wait, in seconds, where one was measured.
    """

    what: str
    tried: int = 0
    bad: int = 0
    told: list = field(default_factory=list)
    worst: float = 0.0

    def fail(self, reason):
        """Count something that went wrong."""
        self.bad += 1
        if len(self.told) < _MOST_TOLD:
            self.told.append(str(reason)[:300])

    def add(self, other):
        """Add the counts of another process."""
        self.tried, self.bad = self.tried + other.tried, self.bad + other.bad
        self.told = (self.told + other.told)[:_MOST_TOLD]
        self.worst = max(self.worst, other.worst)

    def send(self):
        """Print the counts, for the process that has started this one."""
        sys.stdout.write(json.dumps(asdict(self)) + "\n")

    @classmethod
    def received(cls, line):
        """Return what `send` has printed."""
        return cls(**json.loads(line))

    def __str__(self):
        worst = f"{self.worst:.2f} s" if self.worst else ""
        return f"| {self.what} | {self.tried:,} | {self.bad:,} | {worst} |"
