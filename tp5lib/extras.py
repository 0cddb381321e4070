"""The optional dependencies, and the command that brings a missing one."""

import sys
from importlib.util import find_spec


def require(extra, *modules):
    """Raise ImportError unless all `modules` are installed.

    It stands at the top of a module that cannot do without them. Nothing is imported.

    Parameters
    ----------
    extra : str
        The extra of tp5lib that brings them: ``live``, ``statistics``, ``report``,
        ``slides``, ``test`` or ``emojis``.
    modules : str
        The names under which they are imported, such as ``"matplotlib"``.

    Raises
    ------
    ImportError
        Naming the caller's package, what is missing, and the command that installs it.

    Examples
    --------
    >>> from tp5lib.extras import require
    >>> require("live", "numpy")
    """
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        caller = sys._getframe(1).f_globals.get("__package__") or "this"
        raise ImportError(
            f'{caller} needs {", ".join(missing)}: pip install "tp5lib[{extra}]"', name=missing[0]
        )
