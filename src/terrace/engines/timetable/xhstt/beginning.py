"""How an event is cut into parts before anything is placed: as its own rules like it best."""

from collections import defaultdict
from collections.abc import Iterator

from terrace.engines.timetable.xhstt import instance as of
from terrace.engines.timetable.xhstt.evaluating import outside, weighed
from terrace.engines.timetable.xhstt.instance import NONE, Instance

SHORT = 12
"""Times up to which every way to cut an event is looked at."""
MUST = 10**6


def cut(school: Instance, most: list[int]) -> list[tuple[int, ...]]:
    """For each event the durations of its parts, at most ``most`` of them, longest first."""
    rules: dict[int, list[of.SplitEvents | of.DistributeSplit]] = defaultdict(list)
    for rule in school.rules:
        if isinstance(rule, of.SplitEvents | of.DistributeSplit):
            for index in rule.events:
                rules[index].append(rule)
    found: list[tuple[int, ...]] = []
    for index, event in enumerate(school.events):
        if event.time != NONE or most[index] == 1:
            found.append((event.duration,))
            continue
        ways = [way for way in _ways(event.duration) if len(way) <= most[index]]
        found.append(min(ways, key=lambda way: (_cost(rules[index], way), len(way))))
    return found


def _cost(rules: "list[of.SplitEvents | of.DistributeSplit]", way: tuple[int, ...]) -> int:
    total = 0
    for rule in rules:
        if isinstance(rule, of.SplitEvents):
            off = sum(not rule.shortest <= one <= rule.longest for one in way)
            off += outside(len(way), rule.fewest, rule.most)
        else:
            off = outside(way.count(rule.duration), rule.least, rule.most)
        total += weighed(rule, off) * (MUST if rule.required else 1)
    return total


def _ways(duration: int) -> Iterator[tuple[int, ...]]:
    """Ways to cut: all of them if short, else into equal parts with what is left over."""
    if duration <= SHORT:
        yield from _partitions(duration, duration)
        return
    for longest in range(1, duration + 1):
        count, left = divmod(duration, longest)
        yield (longest,) * count + ((left,) if left else ())


def _partitions(duration: int, longest: int) -> Iterator[tuple[int, ...]]:
    if duration == 0:
        yield ()
    for first in range(min(duration, longest), 0, -1):
        for rest in _partitions(duration - first, first):
            yield (first, *rest)
