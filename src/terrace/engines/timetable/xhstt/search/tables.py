"""A school as arrays, for the compiled search.

A *place* is room for one part of an event; one of duration 0 is not in use. A *point* is a rule at
one of its points of application. Lists of lists are flat, with ``*_from[k]:*_from[k + 1]``.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from terrace.engines.timetable.xhstt import instance as of
from terrace.engines.timetable.xhstt.instance import NONE, Instance
from terrace.engines.timetable.xhstt.search.points import COSTS, points

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.uint8]
Floats = NDArray[np.float64]


class Tables(NamedTuple):
    """What does not change while searching."""

    size: Ints
    """events, times, resources, places, points, most roles of an event"""
    duration: Ints
    fixed: Flags
    """(events): time and parts are set beforehand."""
    shortest: Ints
    longest: Ints
    """(events): parts that the musts allow."""
    place_from: Ints
    event_of: Ints
    """(places)"""
    roles: Ints
    """(events): how many."""
    given: Ints
    """(events, roles): who is set beforehand, or -1."""
    rate: Floats
    """(events, roles): work per time."""
    open_event: Ints
    open_role: Ints
    """The roles that somebody is to be found for."""
    able_from: Ints
    able: Ints
    """Who may take each of them."""
    member_from: Ints
    member: Ints
    """(resources) → places in which the resource is set beforehand."""
    single: Flags
    """(resources): must be in one place at a time."""
    linked_from: Ints
    linked: Ints
    """(events) → events at the same time."""
    kind: Ints
    must: Flags
    weight: Longs
    cost: Ints
    on: Ints
    amounts: Ints
    """(points, 4)"""
    at: Ints
    """(points): where its list begins in ``lists``, as a count and so many numbers."""
    lists: Ints
    has: Flags
    """(sets, times)"""
    set_from: Ints
    set_times: Ints
    who_has: Flags
    """(sets of resources, resources)"""
    of_event_from: Ints
    of_event: Ints
    of_resource_from: Ints
    of_resource: Ints
    """The points that an event, a resource has a part in."""


def flat(lists: Sequence[Iterable[int]]) -> tuple[Ints, Ints]:
    """Where each list begins and ends, and all of them in a row."""
    begins, row = [0], []
    for one in lists:
        row += list(one)
        begins.append(len(row))
    return np.array(begins, np.int32), np.array(row or [0], np.int32)


def tables(school: Instance) -> Tables:
    """The arrays of ``school``."""
    events, most = school.events, max((len(one.roles) for one in school.events), default=0)
    shortest, longest, parts = _parts(school)
    place_from = np.concatenate(([0], np.cumsum(parts))).astype(np.int32)
    event_of = np.repeat(np.arange(len(events)), parts).astype(np.int32)
    given = np.full((len(events), max(1, most)), NONE, np.int32)
    rate = np.zeros((len(events), max(1, most)))
    open_, able = [], []
    for e, event in enumerate(events):
        for j, role in enumerate(event.roles):
            given[e, j] = role.resource
            rate[e, j] = role.workload / event.duration
            if role.resource == NONE:
                open_.append((e, j))
                able.append([r for r, one in enumerate(school.resources) if one.kind == role.kind])
    inside: list[list[int]] = [[] for _ in school.resources]
    for place, e in enumerate(event_of.tolist()):
        for who in {role.resource for role in events[e].roles} - {NONE}:
            inside[who].append(place)
    member_from, member = flat(inside)
    linked_from, linked = flat(_linked(school))
    able_from, able_row = flat(able)
    pointed = points(school)
    rows = pointed.points
    at, lists = _shared([one.list for one in rows])
    set_from, set_times = flat(pointed.sets)
    of_event_from, of_event = flat(_by(len(events), [one.events for one in rows]))
    of_resource_from, of_resource = flat(
        _by(len(school.resources), [one.resources for one in rows])
    )
    single = np.zeros(len(school.resources) + 1, np.uint8)
    for rule in school.rules:
        if isinstance(rule, of.AvoidClashes) and rule.required and rule.weight:
            single[list(rule.resources)] = 1
    size = [len(events), len(school.times), len(school.resources), len(event_of)]
    return Tables(
        size=np.array([*size, len(rows), most], np.int32),
        duration=np.array([one.duration for one in events], np.int32),
        fixed=np.array([one.time != NONE for one in events], np.uint8),
        shortest=shortest,
        longest=longest,
        place_from=place_from,
        event_of=event_of,
        roles=np.array([len(one.roles) for one in events], np.int32),
        given=given,
        rate=rate,
        open_event=np.array([e for e, _ in open_], np.int32),
        open_role=np.array([j for _, j in open_], np.int32),
        able_from=able_from,
        able=able_row,
        member_from=member_from,
        member=member,
        single=single,
        linked_from=linked_from,
        linked=linked,
        kind=np.array([one.kind for one in rows], np.int32),
        must=np.array([one.rule.required for one in rows], np.uint8),
        weight=np.array([one.rule.weight for one in rows], np.int64),
        cost=np.array([COSTS.index(one.rule.cost) for one in rows], np.int32),
        on=np.array([one.on for one in rows], np.int32),
        amounts=np.array([one.amounts for one in rows], np.int32).reshape(len(rows), 4),
        at=at,
        lists=lists,
        has=_flags(pointed.sets, len(school.times)),
        set_from=set_from,
        set_times=set_times,
        who_has=_flags(pointed.people, len(school.resources)),
        of_event_from=of_event_from,
        of_event=of_event,
        of_resource_from=of_resource_from,
        of_resource=of_resource,
    )


def _shared(lists: Sequence[tuple[int, ...]]) -> tuple[Ints, Ints]:
    """Each list once, after its length; and where each begins."""
    begins: dict[tuple[int, ...], int] = {}
    row: list[int] = []
    for one in lists:
        if one not in begins:
            begins[one] = len(row)
            row += [len(one), *one]
    return np.array([begins[one] for one in lists], np.int32), np.array(row or [0], np.int32)


def _by(count: int, of_points: Sequence[Iterable[int]]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(count)]
    for point, members in enumerate(of_points):
        for one in dict.fromkeys(members):
            found[one].append(point)
    return found


def _flags(sets: Sequence[tuple[int, ...]], width: int) -> Flags:
    found = np.zeros((len(sets) + 1, width), np.uint8)
    for k, members in enumerate(sets):
        found[k, list(members)] = 1
    return found


def _linked(school: Instance) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in school.events]
    for rule in school.rules:
        if isinstance(rule, of.LinkEvents) and rule.weight:
            for group in rule.groups:
                for one in group:
                    found[one] += [two for two in group if two != one and two not in found[one]]
    return found


def _parts(school: Instance) -> tuple[Ints, Ints, Ints]:
    """For each event the shortest and longest part by the musts, and how many there may be."""
    duration = np.array([one.duration for one in school.events], np.int32)
    shortest, longest, most = np.ones_like(duration), duration.copy(), duration.copy()
    for rule in school.rules:
        if isinstance(rule, of.SplitEvents) and rule.required and rule.weight:
            of_rule = list(rule.events)
            shortest[of_rule] = np.maximum(shortest[of_rule], rule.shortest)
            longest[of_rule] = np.minimum(longest[of_rule], rule.longest)
            most[of_rule] = np.minimum(most[of_rule], max(1, rule.most))
    shortest = np.minimum(shortest, duration)
    longest = np.maximum(longest, shortest)
    least = -(-duration // longest)
    fixed = np.array([one.time != NONE for one in school.events], bool)
    count = np.maximum(np.minimum(most, duration // shortest), least)
    return shortest, longest, np.where(fixed, 1, count).astype(np.int32)
