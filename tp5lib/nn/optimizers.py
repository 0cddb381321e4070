"""Adam, for the parameters of many networks in one buffer."""

import math

import numpy as np

# Moments below this are set to zero now and then: a moment whose gradient stays zero (a
# dead ReLU, a saturated unit) decays into the subnormal numbers, on which processors are
# many times slower. Nothing of this size moves a weight.
_NEGLIGIBLE = {np.dtype(np.float32): 1e-30, np.dtype(np.float64): 1e-250}
_FLUSH_EVERY = 50
# Parameters worked on at a time: their moments then stay in the processor's cache from one
# operation to the next.
_BLOCK = 65_536


class Adam:
    """The Adam optimiser.

    Parameters
    ----------
    parameters : ndarray, shape (seeds, parameters)
        Updated in place by `step`.
    gradients : ndarray, same shape
        Read by `step`, which overwrites it.
    beta1, beta2 : float
        Decay of the first and second moment, in [0, 1).
    epsilon : float
        Added to the root of the second moment, positive.

    Notes
    -----
    With gradient g, after t updates::

        m = beta1 m + (1 - beta1) g           m_hat = m / (1 - beta1^t)
        v = beta2 v + (1 - beta2) g^2         v_hat = v / (1 - beta2^t)
        w = w - rate m_hat / (sqrt(v_hat) + epsilon)

    Source: D. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR 2015,
    algorithm 1.

    The constant factors (1 - beta1) and (1 - beta2) are kept out of the stored moments and
    meet the bias corrections in one number, which leaves ten operations on the buffer.
    A large buffer is gone through block by block.
    """

    def __init__(self, parameters, gradients, *, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self.updates = 0
        # A ufunc takes an array of no dimension faster than a Python number.
        self._beta1 = np.array(beta1, parameters.dtype)
        self._beta2 = np.array(beta2, parameters.dtype)
        self._m = np.zeros_like(parameters)
        self._v = np.zeros_like(parameters)
        self.bind(parameters, gradients)

    def bind(self, parameters, gradients, keep=slice(None)):
        """Go on with these buffers, and with the moments of the seeds `keep` only."""
        self._m, self._v = self._m[keep], self._v[keep]
        arrays = (self._m, self._v, gradients, parameters)
        if parameters.size <= _BLOCK:
            self._blocks = [(slice(None), arrays)]
        else:
            self._blocks = [
                (place, [array[place, start : start + _BLOCK] for array in arrays])
                for place in range(len(parameters))
                for start in range(0, parameters.shape[1], _BLOCK)
            ]
        self._scratch = np.empty_like(self._blocks[0][1][0])

    def step(self, rate):
        """Make one update.

        Parameters
        ----------
        rate : float or ndarray, shape (seeds, 1)
            The learning rate.
        """
        self.updates += 1
        scale = math.sqrt((1 - self.beta2**self.updates) / (1 - self.beta2))
        factor = rate * (scale * (1 - self.beta1) / (1 - self.beta1**self.updates))
        flush = self.updates % _FLUSH_EVERY == 0
        for place, (m, v, g, w) in self._blocks:
            t = self._scratch[..., : m.shape[-1]]
            np.multiply(m, self._beta1, out=m)
            np.add(m, g, out=m)
            np.multiply(v, self._beta2, out=v)
            np.multiply(g, g, out=g)
            np.add(v, g, out=v)
            np.sqrt(v, out=t)
            np.add(t, self.epsilon * scale, out=t)
            np.divide(m, t, out=t)
            np.multiply(t, factor if np.ndim(factor) == 0 else factor[place], out=t)
            np.subtract(w, t, out=w)
            if flush:
                for moment in (m, v):
                    np.abs(moment, out=t)
                    moment[t < _NEGLIGIBLE[m.dtype]] = 0
