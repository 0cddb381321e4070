"""The project's folders, and the notebooks in them."""

import os
from dataclasses import dataclass
from pathlib import Path

from tp5lib.report.notebooks import ROOT, ReportError, is_numbered, label


@dataclass(frozen=True)
class Project:
    """A folder with notebooks, figures and a README.

    Attributes
    ----------
    root : Path
    """

    root: Path = ROOT

    @property
    def notebooks(self):
        """The folder of the project's notebooks."""
        return self.root / "notebooks"

    @property
    def template(self):
        """A notebook to begin a new one from."""
        return self.notebooks / "own" / "template.ipynb"

    @property
    def appendix(self):
        """The folder of what only a doubter of the series needs."""
        return self.notebooks / "appendix"

    @property
    def figures(self):
        """The folder of their figures."""
        return self.root / "figures"

    @property
    def decks(self):
        """The folder of the decks of slides."""
        return self.root / "build" / "slides"

    @property
    def readme(self):
        """The page that shows what the series says."""
        return self.root / "README.md"

    def all(self):
        """Return the paths of the project's notebooks: numbered ones first, the appendix last.

        Raises
        ------
        ReportError
            If two have one label, since their figures would have one name.
        """
        folders = self.notebooks, self.appendix
        known = [path for folder in folders for path in sorted(folder.glob("*.ipynb"), key=_order)]
        labels = {}
        for path in known:
            other = labels.setdefault(_order(path)[:2] if is_numbered(path) else label(path), path)
            if other is not path:
                raise ReportError(
                    f"{other.name} and {path.name} are both called {label(path)} for short, and "
                    f"their figures as well: rename one, or move it to {self.notebooks.name}/own/"
                )
        return known

    def series(self):
        """Return the paths of the numbered notebooks."""
        return [path for path in self.all() if is_numbered(path) and path.parent != self.appendix]

    def own(self):
        """Return the paths of a user's own notebooks, in ``own/``, less the template."""
        found = sorted((self.notebooks / "own").glob("*.ipynb"))
        return [path for path in found if path != self.template]

    def holds(self, path):
        """Say whether a notebook is the project's, and not one of somebody's own."""
        folders = self.notebooks.resolve(), self.appendix.resolve()
        return Path(path).resolve().parent in folders

    def find(self, names=()):
        """Return the paths of all notebooks, own ones last, or of those named.

        Parameters
        ----------
        names : sequence of str
            Paths; or labels ("1", "explore") and file names with or without ending. A name
            with a folder in it, and the name of a file in the working folder, are paths.

        Returns
        -------
        list of Path
            Absolute, each once.

        Raises
        ------
        ReportError
            If there is none of that name.
        """
        found = [path for name in names for path in self._named(name)]
        if not names:
            found = [*self.all(), *self.own()]
            if not found:
                raise ReportError(f"no notebook in {self.notebooks}")
        return list(dict.fromkeys(path.absolute() for path in found))

    def _named(self, name):
        path = Path(name if name.endswith(".ipynb") else f"{name}.ipynb")
        if os.path.dirname(name) or path.is_file():
            if not path.is_file():
                raise ReportError(f"there is no notebook {name!r}")
            return [path]
        for known in (self.all(), self.own()):
            if matches := [other for other in known if path.stem in (other.stem, label(other))]:
                return matches
        stems = ", ".join(path.stem for path in [*self.all(), *self.own()])
        raise ReportError(f"there is no notebook {name!r}; the notebooks are: {stems}")


def _order(path):
    return (0, int(label(path)), path.stem) if is_numbered(path) else (1, 0, path.stem)
