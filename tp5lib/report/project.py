"""The project's folders, and the notebooks in them."""

from pathlib import Path

from tp5lib.report.notebooks import ROOT, ReportError, label


class Project:
    """The paths of a folder with notebooks, figures, decks and a README.

    `appendix` holds the notebooks that only a doubter needs; beside `template`, a notebook to begin
    one from, stand a user's own.
    """

    def __init__(self, root=ROOT):
        self.root, self.notebooks = root, root / "notebooks"
        self.appendix = self.notebooks / "appendix"
        self.template = self.notebooks / "own" / "template.ipynb"
        self.figures, self.decks = root / "figures", root / "build" / "slides"
        self.animation = self.figures / "alphabet_unfolds.gif"
        self.readme = root / "README.md"

    def series(self):
        """Return the paths of the numbered notebooks, in their order."""
        found = [path for path in self.notebooks.glob("*.ipynb") if label(path).isdecimal()]
        return sorted(found, key=lambda path: (int(label(path)), path.stem))

    def all(self):
        """Return the paths of the project's notebooks: the series first, the appendix last.

        Two of one label, whose figures would have one name, are a ReportError.
        """
        series, labels = self.series(), {}
        others = sorted({*self.notebooks.glob("*.ipynb")} - {*series})
        known = [*series, *others, *sorted(self.appendix.glob("*.ipynb"))]
        for path in known:
            if (other := labels.setdefault(label(path), path)) is not path:
                raise ReportError(
                    f"{other.name} and {path.name} are both called {label(path)} for short, and "
                    f"their figures as well: rename one, or move it to {self.template.parent}"
                )
        return known

    def holds(self, path):
        """Say whether a notebook is the project's, and not one of somebody's own."""
        return path.resolve() in [known.resolve() for known in self.all()]

    def find(self, names=()):
        """Return the absolute paths of notebooks, all unless some are named; those in own/ last.

        A name is a path, a label such as "1", or that of a file with or without its ending; for
        another there is a ReportError.
        """
        own = sorted({*self.template.parent.glob("*.ipynb")} - {self.template})
        known = [*self.all(), *own]
        called = {n: p for p in known[::-1] for n in (label(p), p.stem, p.name)}
        paths = [Path(name) for name in names]
        found = [
            path if path.suffix == ".ipynb" and path.is_file() else called.get(str(path))
            for path in paths
        ]
        if None in found:
            lacking, stems = names[found.index(None)], ", ".join(path.stem for path in known)
            raise ReportError(f"there is no notebook {lacking!r}; the notebooks are: {stems}")
        return list(dict.fromkeys(path.absolute() for path in found or known))
