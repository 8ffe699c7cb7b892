"""What is remembered of one pupil, and the features that it gives for the next answer.

The state is updated in constant time per answer (see `remember`) and is the same whether answers
come in a batch or one by one. All loops are compiled.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from terrace.engines.learner.forecast.hashing import EMPTY, place_of, places_for

Array = NDArray[np.float64]

RATES = (0.6, 0.85, 0.95, 0.99)
"""How much of a decayed mean is kept at each answer."""
LATEST = 12
"""So many of the latest answers say something of the next skill."""
LONG_AGO = 500.0
DAY = 86_400.0

FEATURES: tuple[tuple[str, str], ...] = (
    ("item_difficulty", "item"),
    ("item_evidence", "item"),
    ("skill_difficulty", "skill"),
    ("skill_evidence", "skill"),
    ("skill_order", "skill"),
    ("skills", "item"),
    ("residual_quick", "pupil"),
    ("residual_soon", "pupil"),
    ("residual_slow", "pupil"),
    ("residual_long", "pupil"),
    ("answers", "pupil"),
    ("share_right", "pupil"),
    ("latest_right", "pupil"),
    ("level", "pupil"),
    ("skill_right", "own_skill"),
    ("skill_wrong", "own_skill"),
    ("skill_residual_quick", "own_skill"),
    ("skill_residual_slow", "own_skill"),
    ("skill_share_right", "own_skill"),
    ("skill_streak", "own_skill"),
    ("skill_level", "own_skill"),
    ("skill_rest", "practice"),
    ("skills_new", "own_skill"),
    ("level_sum", "pupil"),
    ("item_right", "own_item"),
    ("item_wrong", "own_item"),
    ("item_latest", "own_item"),
    ("item_rest", "own_item"),
    ("run", "practice"),
    ("same_skill", "practice"),
    ("skills_met", "practice"),
    ("answers_a_skill", "practice"),
    ("pause", "time"),
    ("skill_pause", "time"),
    ("item_pause", "time"),
    ("skill_day", "time"),
    ("skill_week", "time"),
)
"""(name, family) of each feature of a history, in order."""
WIDTH = len(FEATURES)


class History(NamedTuple):
    """One pupil. ``general`` (20): counts, decayed sums, level, the latest skill and time.
    ``latest`` (LATEST, 2): lead skill and answer, a ring. ``skill_*``, ``item_*``: hash tables with
    one row for each skill or item met.
    """

    general: Array
    latest: NDArray[np.int64]
    skill_keys: NDArray[np.int64]
    skill_values: Array
    item_keys: NDArray[np.int64]
    item_values: Array


class Tables(NamedTuple):
    """What the answers of all pupils say.

    ``item_*`` (items), ``skill_*`` (skills). ``overall`` (2): the share right; how many times more
    answers there are than were counted here, so that evidence means the same where the pupil's own
    part was left out. ``bucket`` (skills): row in the ``transition_*`` (buckets + 1, 2, buckets +
    1).
    """

    item_right: Array
    item_count: Array
    skill_rate: Array
    skill_count: Array
    overall: Array
    bucket: NDArray[np.int64]
    transition_sum: NDArray[np.float32]
    transition_weight: NDArray[np.float32]


def newcomer(*, skills: int = 4, items: int = 8) -> History:
    """A pupil without answers, with room for so many skills and items (see `grown`)."""
    history = History(
        np.zeros(20),
        np.zeros((LATEST, 2), np.int64),
        np.full(places_for(skills), EMPTY, np.int64),
        np.zeros((places_for(skills), 15)),
        np.full(places_for(items), EMPTY, np.int64),
        np.zeros((places_for(items), 5)),
    )
    forget(history)
    return history


def grown(history: History, *, skills: int) -> History:
    """The same history with room for one more answer with so many skills."""
    skill_keys, skill_values = history.skill_keys, history.skill_values
    item_keys, item_values = history.item_keys, history.item_values
    if 2 * (history.general[15] + skills) > len(skill_keys):
        skill_keys, skill_values = _wider(skill_keys, skill_values, skills)
    if 2 * (history.general[19] + 1) > len(item_keys):
        item_keys, item_values = _wider(item_keys, item_values, 1)
    return History(
        history.general, history.latest, skill_keys, skill_values, item_keys, item_values
    )


def _wider(keys: NDArray[np.int64], values: Array, more: int) -> tuple[NDArray[np.int64], Array]:
    new_keys = np.full(places_for(len(keys) + more), EMPTY, np.int64)
    new_values = np.zeros((len(new_keys), values.shape[1]))
    for old in np.flatnonzero(keys != EMPTY):
        place = place_of(new_keys, keys[old])
        new_keys[place] = keys[old]
        new_values[place] = values[old]
    return new_keys, new_values


@njit(cache=True)
def forget(history: History) -> None:
    """Back to a newcomer, in place."""
    history.general[:] = 0.0
    history.general[14] = -1.0
    history.general[16] = np.nan
    history.latest[:] = 0
    history.skill_keys[:] = -1
    history.item_keys[:] = -1


@njit(cache=True)
def has_met(history: History, item: int) -> bool:
    """Whether the pupil has answered the item before."""
    return bool(history.item_keys[place_of(history.item_keys, item)] == item)


@njit(cache=True)
def logit(chance: float) -> float:
    return float(np.log(chance / (1.0 - chance)))


@njit(cache=True)
def logistic(value: float) -> float:
    return float(1.0 / (1.0 + np.exp(-value)))


@njit(cache=True)
def elapsed(now: float, then: float) -> float:
    """Seconds from then to now, never below 0; NaN where one of them is not known."""
    since = now - then
    return 0.0 if since < 0.0 else since


@njit(cache=True)
def usual_chance(
    tables: Tables, item: int, skills: NDArray[np.int64]
) -> tuple[float, float, float, float]:
    """(item's chance, items' answers, skills' chance, skills' answers): smoothed from item to
    skills to all.
    """
    overall = tables.overall[0]
    rate = 0.0
    answers = 0.0
    for skill in skills:
        if skill < len(tables.skill_rate):
            rate += tables.skill_rate[skill]
            answers += tables.skill_count[skill]
        else:
            rate += overall
    rate = rate / len(skills) if len(skills) else overall
    answers = answers / max(len(skills), 1)
    if item < len(tables.item_count):
        count = tables.item_count[item]
        return (tables.item_right[item] + 8.0 * rate) / (count + 8.0), count, rate, answers
    return rate, 0.0, rate, answers


@njit(cache=True)
def describe(
    history: History,
    tables: Tables,
    item: int,
    skills: NDArray[np.int64],
    seconds: float,
    x: NDArray[np.float32],
) -> None:
    """Write the features of the next answer into ``x[:WIDTH]``. Changes nothing else."""
    g = history.general
    chance, evidence, skill_chance, skill_evidence = usual_chance(tables, item, skills)
    many = max(len(skills), 1)
    right = wrong = level = quick = slow = share = streak = 0.0
    day = week = new = 0.0
    rest = LONG_AGO
    pause = -1.0
    for skill in skills:
        place = place_of(history.skill_keys, skill)
        if history.skill_keys[place] != skill:
            new += 1.0
            continue
        s = history.skill_values[place]
        right += s[1]
        wrong += s[2]
        level += s[0]
        quick += s[3] / (s[4] + 0.3)
        slow += s[5] / (s[6] + 0.6)
        share += s[7] / (s[8] + 0.8)
        streak += s[10]
        rest = min(rest, g[0] - s[9])
        since = elapsed(seconds, s[11])
        kept_day = kept_week = 1.0
        if not np.isnan(since):
            kept_day = np.exp(-since / DAY)
            kept_week = np.exp(-since / (7.0 * DAY))
            if pause < 0.0 or np.log1p(since) < pause:
                pause = np.log1p(since)
        day += kept_day * s[12] / (kept_day * s[13] + 1.0)
        week += kept_week * s[14] / (kept_week * (s[1] + s[2]) + 1.0)
    x[0] = logit(chance)
    x[1] = np.log1p(evidence * tables.overall[1])
    x[2] = logit(skill_chance)
    x[3] = np.log1p(skill_evidence * tables.overall[1])
    lead = skills[0] if len(skills) else -1
    x[4] = lead if lead < len(tables.skill_rate) else -1
    x[5] = len(skills)
    for k in range(4):
        x[6 + k] = g[2 + k] / (g[6 + k] + 1.0)
    x[10] = np.log1p(g[0])
    x[11] = (g[1] + 3.0 * tables.overall[0]) / (g[0] + 3.0)
    x[12] = g[11] / (g[12] + 0.3)
    x[13] = g[10]
    x[14] = np.log1p(right / many)
    x[15] = np.log1p(wrong / many)
    x[16] = quick / many
    x[17] = slow / many
    x[18] = share / many
    x[19] = streak / many
    x[20] = level / many
    x[21] = rest
    x[22] = new
    x[23] = x[0] + g[10] + level / many
    place = place_of(history.item_keys, item)
    x[27] = LONG_AGO
    x[34] = -1.0
    for k in range(24, 27):
        x[k] = 0.0
    if history.item_keys[place] == item:
        i = history.item_values[place]
        x[24] = i[0]
        x[25] = i[1]
        x[26] = i[2]
        x[27] = min(g[0] - i[3], LONG_AGO)
        since = elapsed(seconds, i[4])
        if not np.isnan(since):
            x[34] = np.log1p(since)
    x[28] = g[13]
    x[29] = 1.0 if g[14] == lead else 0.0
    x[30] = g[15]
    x[31] = g[0] / (g[15] + 1.0)
    since = elapsed(seconds, g[16])
    x[32] = -1.0 if np.isnan(since) else np.log1p(since)
    x[33] = pause
    x[35] = day / many
    x[36] = week / many


@njit(cache=True)
def remember(
    history: History,
    tables: Tables,
    item: int,
    skills: NDArray[np.int64],
    seconds: float,
    correct: int,
) -> None:
    """Take one answer into the history, in place. There must be room (see `grown`)."""
    g = history.general
    chance, _, _, _ = usual_chance(tables, item, skills)
    many = max(len(skills), 1)
    level = 0.0
    for skill in skills:
        place = place_of(history.skill_keys, skill)
        if history.skill_keys[place] == skill:
            level += history.skill_values[place, 0]
    answer = float(correct)
    surprise = answer - logistic(logit(chance) + g[10] + level / many)
    residual = answer - chance
    for k in range(4):
        g[2 + k] = g[2 + k] * RATES[k] + residual
        g[6 + k] = g[6 + k] * RATES[k] + 1.0
    g[11] = g[11] * 0.5 + answer
    g[12] = g[12] * 0.5 + 1.0
    g[10] += (0.5 / (1.0 + 0.06 * g[0]) + 0.02) * surprise
    for skill in skills:
        place = place_of(history.skill_keys, skill)
        s = history.skill_values[place]
        if history.skill_keys[place] != skill:
            history.skill_keys[place] = skill
            s[:] = 0.0
            s[11] = np.nan
            g[15] += 1.0
        met = s[1] + s[2]
        since = elapsed(seconds, s[11])
        kept_day = kept_week = 1.0
        if not np.isnan(since):
            kept_day = np.exp(-since / DAY)
            kept_week = np.exp(-since / (7.0 * DAY))
        s[12] = s[12] * kept_day + residual
        s[13] = s[13] * kept_day + 1.0
        s[14] = s[14] * kept_week + residual
        s[0] += (0.8 / (1.0 + 0.15 * met) + 0.1) * surprise
        s[1] += answer
        s[2] += 1.0 - answer
        s[3] = s[3] * 0.6 + residual
        s[4] = s[4] * 0.6 + 1.0
        s[5] = s[5] * 0.85 + residual
        s[6] = s[6] * 0.85 + 1.0
        s[7] = s[7] * 0.75 + answer
        s[8] = s[8] * 0.75 + 1.0
        s[9] = g[0]
        s[10] = max(s[10], 0.0) + 1.0 if correct else min(s[10], 0.0) - 1.0
        s[11] = seconds
    place = place_of(history.item_keys, item)
    i = history.item_values[place]
    if history.item_keys[place] != item:
        history.item_keys[place] = item
        i[:] = 0.0
        g[19] += 1.0
    i[0] += answer
    i[1] += 1.0 - answer
    i[2] = 2.0 * answer - 1.0
    i[3] = g[0]
    i[4] = seconds
    lead = skills[0] if len(skills) else -1
    ring = history.latest[np.int64(g[0]) % LATEST]
    ring[0] = lead
    ring[1] = correct
    g[13] = g[13] + 1.0 if g[14] == lead else 1.0
    g[14] = lead
    g[16] = seconds
    g[0] += 1.0
    g[1] += answer
