"""The stored denoisers do what the stored results say."""

import numpy as np
import pytest

from tp5lib.studies import denoising as studies


def test_the_denoisers_start_from_stored_weights(tmp_path):
    models = studies.load_denoisers()
    assert list(models) == list(studies.DENOISERS)
    with pytest.raises(FileNotFoundError, match="studies writes it"):
        studies.load_denoisers(tmp_path)


def test_stored_runs_hold_shares_by_level_and_seed(tmp_path):
    runs = studies.load_results()
    for run in runs.values():
        assert run["perfect"].shape == (len(studies.LEVELS), 20)
        assert (run["perfect"] <= run["within one"]).all()
    with pytest.raises(FileNotFoundError, match="studies writes it"):
        studies.load_results(tmp_path / "denoising.json")


def test_stored_weights_do_what_the_stored_runs_say():
    for name, model in studies.load_denoisers().items():
        run = studies.load_results()[studies.DENOISERS[name]]
        again = studies.evaluate(model)["perfect"][:, 0]
        np.testing.assert_allclose(again, run["perfect"][:, 0], atol=0.005)
