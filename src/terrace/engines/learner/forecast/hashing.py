"""A small hash table in two arrays, for use inside compiled loops: open addressing.

A table has a power of two of places; key -1 is an empty place. Who inserts sees to it that a place
stays free.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

EMPTY = -1


@njit(cache=True)
def place_of(keys: NDArray[np.int64], key: int) -> int:
    """Where a key is, or the empty place where it belongs."""
    mask = np.uint64(len(keys) - 1)
    mixed = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    place = (mixed ^ (mixed >> np.uint64(29))) & mask
    while keys[place] != key and keys[place] != -1:
        place = (place + np.uint64(1)) & mask
    return int(place)


def places_for(keys: int) -> int:
    """A power of two that leaves a table of so many keys at most half full."""
    return 1 << max(3, int(2 * max(keys, 1) - 1).bit_length())
