"""A check of back-propagation against differences of the loss."""

import numpy as np

# Perturbed copies of the parameters that are evaluated at once, each as if it were a seed.
_COPIES = 256


def gradient_error(model, x, target=None, loss=None, step=1e-3, **more):
    """Compare the analytic gradient with central differences, for every parameter.

    Parameters
    ----------
    model : Autoencoder or VariationalAutoencoder
        With dtype float64; each of its seeds is checked.
    x, target, loss
        As in the model's `fit`; its own default loss unless given.
    step : float
        By how much a parameter is moved up and down, and by twice that. With ReLU it must
        be small, 2e-5, lest a unit switch on or off between two points of the difference.
    **more
        What else the model's ``loss_and_gradient`` takes: ``rng``, an int, so
        that each evaluation is given the same draw.

    Returns
    -------
    ndarray, of the shape of ``model.parameters``
        The relative error |a - d| / max(|a|, |d|, floor) of each parameter, where a is the
        analytic derivative, d the difference, and the floor a thousandth of the largest
        derivative: below that, a difference of two losses is all rounding.

    Raises
    ------
    ValueError
        If the model is not float64, which has too few digits left in a difference.

    Notes
    -----
    The central difference over four points, exact up to step^4::

        d = (8 (L(w + step) - L(w - step)) - (L(w + 2 step) - L(w - 2 step))) / (12 step)

    Two points would need a smaller step, and leave fewer digits in their difference.

    Source: M. Abramowitz and I. Stegun, "Handbook of mathematical functions", 25.3.6.
    """
    if model.dtype != np.float64:
        raise ValueError(f"model must have dtype float64 for a gradient check, not {model.dtype}")
    if loss is not None:
        more["loss"] = loss
    analytic = np.atleast_2d(model.loss_and_gradient(x, target, **more)[1])
    numeric = np.empty_like(analytic)
    for place, seed in enumerate(model.seeds):
        one = model.for_seed(seed)
        for start in range(0, one.parameters.size, _COPIES):
            moved = np.arange(start, min(start + _COPIES, one.parameters.size))
            steps = np.zeros((len(moved), one.parameters.size))
            steps[np.arange(len(moved)), moved] = step
            up, down, up2, down2 = (
                one.with_parameters(one.parameters + k * steps).loss(x, target, **more)
                for k in (1, -1, 2, -2)
            )
            numeric[place, moved] = (8 * (up - down) - (up2 - down2)) / (12 * step)
    size = np.abs(analytic)
    floor = 1e-3 * size.max(axis=1, keepdims=True) + np.finfo(size.dtype).tiny
    scale = np.maximum(np.maximum(size, np.abs(numeric)), floor)
    return (np.abs(analytic - numeric) / scale).reshape(model.parameters.shape)
