"""A folder of weights, one file a configuration (slide 7, "Cómo mejoramos esto?")."""

import hashlib
import json
from pathlib import Path


class WeightStore:
    """Keeps the last weights of each configuration, for a later run to start from.

    A configuration is all that shapes a model: its kind, layers, activations, seeds and
    dtype. Another one never picks up its weights.

    Parameters
    ----------
    folder : str or path
        Made when the first weights are saved.

    Examples
    --------
    >>> store = WeightStore("weights")
    >>> model.fit(letters.x, epochs=5000, learning_rate=0.009, store=store)
    >>> model.fit(letters.x, epochs=5000, learning_rate=0.009, store=store, resume=True)
    """

    def __init__(self, folder):
        self.folder = Path(folder)

    def path(self, model):
        """Return the file for the configuration of `model`, which need not exist."""
        configuration = json.dumps([model.configuration(), model.dtype.name], sort_keys=True)
        digest = hashlib.sha256(configuration.encode()).hexdigest()[:10]
        return self.folder / f"{model.label()}-{digest}.npz"

    def save(self, model):
        """Save the weights of `model`; returns the file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(model)
        model.save(path)
        return path

    def restore(self, model):
        """Give `model` the weights of its configuration; returns their file.

        Raises
        ------
        FileNotFoundError
            If this configuration has no weights here.
        ValueError
            If the file is damaged, or holds another configuration.
        """
        path = self.path(model)
        if not path.exists():
            known = ", ".join(sorted(file.name for file in self.folder.glob("*.npz"))) or "none"
            raise FileNotFoundError(
                f"{self.folder} has no weights of {model!r}; train it once with store=. "
                f"Weights there: {known}"
            )
        stored = type(model).load(path)
        if stored.configuration() != model.configuration():
            raise ValueError(f"{path} holds {stored!r}, not {model!r}")
        model.parameters[...] = stored.parameters
        return path

    def __contains__(self, model):
        return self.path(model).exists()

    def __repr__(self):
        return f"WeightStore({str(self.folder)!r}, {len(list(self.folder.glob('*.npz')))} files)"
