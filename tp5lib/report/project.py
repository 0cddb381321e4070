"""The project's folders, and the notebooks in them."""

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
    def appendix(self):
        """The folder of what only a doubter of the series needs."""
        return self.notebooks / "appendix"

    @property
    def template(self):
        """A notebook to begin a new one from."""
        return self.notebooks / "own" / "template.ipynb"

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

    def series(self):
        """Return the paths of the numbered notebooks, in their order."""
        found = [path for path in self.notebooks.glob("*.ipynb") if is_numbered(path)]
        return sorted(found, key=lambda path: (int(label(path)), path.stem))

    def all(self):
        """Return the paths of the project's notebooks: the series first, the appendix last.

        Raises
        ------
        ReportError
            If two have one label, since their figures would have one name.
        """
        others = sorted(path for path in self.notebooks.glob("*.ipynb") if not is_numbered(path))
        known = [*self.series(), *others, *sorted(self.appendix.glob("*.ipynb"))]
        labels = {}
        for path in known:
            if (other := labels.setdefault(label(path), path)) is not path:
                raise ReportError(
                    f"{other.name} and {path.name} are both called {label(path)} for short, and "
                    f"their figures as well: rename one, or move it to {self.template.parent}"
                )
        return known

    def holds(self, path):
        """Say whether a notebook is the project's, and not one of somebody's own."""
        return Path(path).resolve() in [known.resolve() for known in self.all()]

    def find(self, names=()):
        """Return the paths of the notebooks named, or of all, those in ``own/`` last.

        Parameters
        ----------
        names : sequence of str
            Paths; or labels ("1", "explore") and file names with or without ending.

        Returns
        -------
        list of Path
            Absolute, each once.

        Raises
        ------
        ReportError
            If there is none of that name.
        """
        own = sorted(self.template.parent.glob("*.ipynb"))
        known = [*self.all(), *(path for path in own if path != self.template)]
        found = [self._named(name, known) for name in names] if names else known
        if not found:
            raise ReportError(f"no notebook in {self.notebooks}")
        return list(dict.fromkeys(path.absolute() for path in found))

    def _named(self, name, known):
        path = Path(name if name.endswith(".ipynb") else f"{name}.ipynb")
        if path.is_file():
            return path
        for other in known:
            if path.parent == Path() and path.stem in (other.stem, label(other)):
                return other
        stems = ", ".join(other.stem for other in known)
        raise ReportError(f"there is no notebook {name!r}; the notebooks are: {stems}")
