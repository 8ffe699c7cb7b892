"""The F distribution without NumPy: the site itself shows an exam's reliability."""

from math import exp, lgamma, log

_ROUNDS = 300


def f_quantile(share: float, first: int, second: int) -> float:
    """The value below which this share of F(first, second) lies; `ValueError` outside (0, 1)."""
    if not 0 < share < 1 or first < 1 or second < 1:
        raise ValueError(f"no quantile {share} of F({first}, {second})")
    low, high = 0.0, 1.0
    for _round in range(200):
        middle = (low + high) / 2
        if incomplete_beta(middle, first / 2, second / 2) < share:
            low = middle
        else:
            high = middle
    x = (low + high) / 2
    return second * x / (first * max(1 - x, 1e-300))


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function (DLMF 8.17), by Lentz's continued fraction."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    tiny = 1e-300
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1), tiny)
    fraction = d
    for m in range(1, _ROUNDS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / _away(1 + even * d, tiny)
        c = _away(1 + even / c, tiny)
        fraction *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / _away(1 + odd * d, tiny)
        c = _away(1 + odd / c, tiny)
        step = d * c
        fraction *= step
        if abs(step - 1) < 1e-14:
            break
    return front * fraction


def _away(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny
