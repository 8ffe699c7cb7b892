"""How the small networks learn: one optimiser for all trainers in this folder."""

import numpy as np

from terrace.engines.paper.vision.network import Weights


class Adam:
    """Kingma and Ba (2015), algorithm 1, with decoupled weight decay."""

    def __init__(self, net: Weights) -> None:
        self._first = {name: np.zeros_like(part) for name, part in net.items()}
        self._second = {name: np.zeros_like(part) for name, part in net.items()}
        self._step = 0

    def update(self, net: Weights, gradient: Weights, rate: float) -> None:
        """One step, in place."""
        self._step += 1
        for name, slope in gradient.items():
            self._first[name] += 0.1 * (slope - self._first[name])
            self._second[name] += 0.001 * (slope * slope - self._second[name])
            first = self._first[name] / (1 - 0.9**self._step)
            second = self._second[name] / (1 - 0.999**self._step)
            decay = 1e-4 * net[name] if net[name].ndim > 1 else 0.0
            net[name] -= np.float32(rate) * (first / (np.sqrt(second) + 1e-8) + decay)
