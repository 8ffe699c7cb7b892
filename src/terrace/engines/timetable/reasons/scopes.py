"""Parts of a school in which a contradiction may lie, small and tight ones first.

A part that has no plan proves that the school has none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from terrace.engines.timetable.exact.openings import openings, rooms_of
from terrace.engines.timetable.problem import MUST, OfLine, OfSet, Pair, Problem, Relation

Scope = tuple[int, ...]
LARGEST_KNOT = 80
OF_DAYS = {Relation.DAYS_APART, Relation.DAYS_NEAR}


def small_ones(problem: Problem) -> Iterator[Scope]:
    """Lessons that one rule ties together, and what further rules tie to these."""
    ties: list[tuple[int, ...]] = []
    for rule in problem.rules:
        if rule.weight < MUST:
            continue
        if isinstance(rule, Pair) and rule.relation not in OF_DAYS:
            ties.append((rule.first, rule.second))
        elif isinstance(rule, OfSet):
            ties.append(rule.activities)
    days: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for rule in problem.rules:
        if isinstance(rule, Pair) and rule.relation in OF_DAYS and rule.weight >= MUST:
            days[rule.source.line].append((rule.first, rule.second))
    yield from _distinct(
        tuple(sorted({one for pair in pairs for one in pair})) for pairs in days.values()
    )
    yield from _distinct(_knots(len(problem.activities), ties))
    both = [*ties, *(pair for pairs in days.values() for pair in pairs)]
    yield from _distinct(
        knot for knot in _knots(len(problem.activities), both) if len(knot) <= LARGEST_KNOT
    )


def rooms(problem: Problem) -> Iterator[Scope]:
    """The lessons that must have one of the same rooms."""
    wanted: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, may in enumerate(rooms_of(problem)):
        if may is not None:
            wanted[may].append(number)
    for may in wanted:
        inside = set(may)
        yield tuple(
            sorted(
                number
                for other, own in wanted.items()
                if inside.issuperset(other)
                for number in own
            )
        )


def of_lines(problem: Problem, trouble: Sequence[int]) -> Iterator[Scope]:
    """All lessons of a teacher or class: where the quick try was in trouble, where it is tight."""
    open_ = openings(problem)
    inside: list[list[int]] = [[] for _ in problem.lines]
    for number, activity in enumerate(problem.activities):
        for line in activity.lines:
            inside[line].append(number)
    rules = [0] * len(problem.lines)
    for rule in problem.rules:
        if isinstance(rule, OfLine) and rule.weight >= MUST:
            rules[rule.line] += 1

    def tightness(line: int) -> tuple[float, float]:
        own = inside[line]
        hours = sum(problem.activities[one].duration for one in own)
        room = int(open_[own].any(0).sum()) if own else 1
        return sum(trouble[one] for one in own), hours / max(1, room) + 0.1 * rules[line]

    order = sorted(range(len(problem.lines)), key=tightness, reverse=True)
    yield from _distinct(tuple(inside[line]) for line in order if len(inside[line]) > 1)


def around(problem: Problem, trouble: Sequence[int]) -> Iterator[Scope]:
    """The lessons that were most in trouble, with all of their teachers and classes."""
    order = sorted(range(len(problem.activities)), key=lambda one: -trouble[one])
    for count in (1, 3, 8, 20):
        lines = {line for one in order[:count] for line in problem.activities[one].lines}
        yield tuple(
            number
            for number, activity in enumerate(problem.activities)
            if not lines.isdisjoint(activity.lines)
        )
    yield tuple(range(len(problem.activities)))


def _distinct(scopes: Iterable[Scope]) -> Iterator[Scope]:
    seen: set[Scope] = set()
    for scope in scopes:
        if scope and scope not in seen:
            seen.add(scope)
            yield scope


def _knots(count: int, ties: Iterable[tuple[int, ...]]) -> Iterator[Scope]:
    """Activities that are tied together, directly or by others."""
    head = list(range(count))

    def find(one: int) -> int:
        while head[one] != one:
            head[one] = head[head[one]]
            one = head[one]
        return one

    tied: set[int] = set()
    for tie in ties:
        tied.update(tie)
        for one in tie[1:]:
            head[find(one)] = find(tie[0])
    knots: dict[int, list[int]] = defaultdict(list)
    for one in sorted(tied):
        knots[find(one)].append(one)
    yield from sorted((tuple(one) for one in knots.values()), key=len)
