"""The planner: a rota that leaves nobody out, or the shortage that makes it so; and again after a
change, with the fewest changes.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .flow import Around, flow
from .needs import Needs, breaks, may_overlap, places
from .problem import Problem
from .rota import Need, Rota, Shortage, Turn
from .shortage import Rooms, by_counting
from .spacing import space


@dataclass(frozen=True, slots=True)
class Change:
    """A need that is met otherwise than before: ``before`` and ``after`` as (adult, slot)."""

    need: Need
    before: tuple[str, str] | None
    after: tuple[str, str] | None


def plan(problem: Problem, *, seed: int = 1) -> Rota:
    """Turns for every need: as many as there can be, loads fair, then preferences.

    The same problem and seed give the same rota. Where needs stay open, the rota names them and
    the shortages that account for them.
    """
    needs = Needs(problem)
    found = _found(needs, needs.wanted, settled=(), keep={}, seed=seed)
    return _rota(needs, space(needs, found, ()), fixed_before=None)


def replan(
    problem: Problem, old: Sequence[Turn], *, fixed_before: date | None = None, seed: int = 1
) -> Rota:
    """The rota after a change of the problem, with the fewest changes from ``old``.

    Turns before ``fixed_before`` have happened and stay. Periods in which nothing is broken stay
    as they are, unless the changed ones cannot be made whole without them.
    """
    needs = Needs(problem)
    past, kept = _sorted(needs, old, fixed_before)
    missing = Counter(needs.wanted)
    for turn in [*past, *kept]:
        missing[needs.need_of(turn)] -= 1
    touched = {need.period for need, count in missing.items() if count > 0}
    if not touched:
        return _rota(needs, (*past, *kept), fixed_before=fixed_before)
    scope = {need: count for need, count in needs.wanted.items() if need.period in touched}
    fixed = [turn for turn in past if turn.period in touched]
    here = [turn for turn in kept if turn.period in touched]
    added = _added(needs, missing, past, kept, fixed_before, seed)
    # No rota has more turns than are wanted, or than there is room for without overlaps.
    most = sum(scope.values())
    if added is None or len(fixed) + len(here) + len(added) < most:
        most = len(fixed) + _room(needs, scope, fixed, fixed_before, seed)
    if added is not None and len(fixed) + len(here) + len(added) >= most:
        # All that could stay does: no rota has fewer changes.
        whole = space(needs, [*past, *kept, *added], (*past, *kept))
        return _rota(needs, whole, fixed_before=fixed_before)
    elsewhere = [turn for turn in kept if turn.period not in touched]
    best = _again(needs, scope, [*past, *elsewhere], here, fixed_before, seed)
    if elsewhere and sum(turn.period in touched for turn in best) < most:
        wider = _again(needs, set(needs.wanted), past, kept, fixed_before, seed)
        best = max(best, wider, key=len)
    return _rota(needs, space(needs, best, (*past, *kept)), fixed_before=fixed_before)


def _added(
    needs: Needs,
    missing: Mapping[Need, int],
    past: Sequence[Turn],
    kept: Sequence[Turn],
    fixed_before: date | None,
    seed: int,
) -> tuple[Turn, ...] | None:
    """Turns for what is missing beside all that stay; None where they would break a rest."""
    wanted = {need: count for need, count in missing.items() if count > 0}
    settled = [*past, *kept]
    new = flow(needs, wanted, around=_around(needs, settled, {}, fixed_before), seed=seed)
    return None if breaks(needs.problem, [*settled, *new]) else new


def _room(
    needs: Needs,
    scope: Mapping[Need, int],
    fixed: Sequence[Turn],
    fixed_before: date | None,
    seed: int,
) -> int:
    """How many turns of the scope could be had at most beside the fixed ones."""
    wanted = Counter(scope)
    for turn in fixed:
        wanted[needs.need_of(turn)] -= 1
    open_needs = {need: count for need, count in wanted.items() if count > 0}
    around = _around(needs, fixed, {}, fixed_before)
    return len(flow(needs, open_needs, around=around, seed=seed))


def changes(needs: Needs, before: Sequence[Turn], after: Sequence[Turn]) -> tuple[Change, ...]:
    """What differs between two rotas, need by need; turns for what is no need any more are none."""
    old: dict[Need, list[tuple[str, str]]] = defaultdict(list)
    new: dict[Need, list[tuple[str, str]]] = defaultdict(list)
    for turns, into in ((before, old), (after, new)):
        for turn in turns:
            into[needs.need_of(turn)].append((turn.adult, turn.slot))
    found = []
    for need in needs.wanted:
        gone = [one for one in old[need] if one not in new[need]]
        come = [one for one in new[need] if one not in old[need]]
        for place in range(max(len(gone), len(come))):
            found.append(
                Change(
                    need,
                    gone[place] if place < len(gone) else None,
                    come[place] if place < len(come) else None,
                )
            )
    return tuple(found)


def _sorted(
    needs: Needs, old: Sequence[Turn], fixed_before: date | None
) -> tuple[list[Turn], list[Turn]]:
    """Old turns that have happened, and those that may stay."""
    problem = needs.problem
    past: list[Turn] = []
    kept: list[Turn] = []
    met: Counter[Need] = Counter()
    cells: Counter[tuple[str, str]] = Counter()
    of_period: Counter[tuple[str, str]] = Counter()
    of_adult: Counter[str] = Counter()
    busy: dict[str, set[str]] = defaultdict(set)
    side_laws = may_overlap(problem)

    def day(turn: Turn) -> str:
        return problem.slot[turn.slot].date.isoformat() if turn.slot in problem.slot else ""

    for turn in sorted(old, key=day):
        need = needs.need_of(turn)
        slot = problem.slot.get(turn.slot)
        who = problem.adult.get(turn.adult)
        if slot is None or who is None or met[need] >= needs.wanted.get(need, 0):
            continue
        happened = fixed_before is not None and slot.date < fixed_before
        full = (
            cells[turn.adult, turn.slot] >= places(slot)
            or (who.most is not None and of_adult[turn.adult] >= who.most)
            or (
                who.most_each_period is not None
                and of_period[turn.adult, turn.period] >= who.most_each_period
            )
            or (side_laws and not busy[turn.adult].isdisjoint(needs.overlapping[slot.id]))
        )
        if not happened and (full or not needs.allows(need, turn.adult, slot)):
            continue
        (past if happened else kept).append(turn)
        met[need] += 1
        cells[turn.adult, turn.slot] += 1
        of_period[turn.adult, turn.period] += 1
        of_adult[turn.adult] += 1
        busy[turn.adult].add(turn.slot)
    return past, kept


def _again(
    needs: Needs,
    scope: Collection[Need],
    settled: Sequence[Turn],
    kept: Sequence[Turn],
    fixed_before: date | None,
    seed: int,
) -> tuple[Turn, ...]:
    """The settled turns, and others for what of the scope they do not meet."""
    wanted = Counter({need: count for need, count in needs.wanted.items() if need in scope})
    for turn in settled:
        if needs.need_of(turn) in wanted:
            wanted[needs.need_of(turn)] -= 1
    keep: dict[Need, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    for turn in kept:
        keep[needs.need_of(turn)] += ((turn.adult, turn.slot),)
    open_needs = {need: count for need, count in wanted.items() if count > 0}
    new = _found(
        needs, open_needs, settled=settled, keep=keep, seed=seed, fixed_before=fixed_before
    )
    return (*settled, *new)


def _found(
    needs: Needs,
    wanted: Mapping[Need, int],
    *,
    settled: Sequence[Turn],
    keep: Mapping[Need, tuple[tuple[str, str], ...]],
    seed: int,
    fixed_before: date | None = None,
) -> tuple[Turn, ...]:
    """Turns for ``wanted`` beside the settled ones, no law broken."""
    around = _around(needs, settled, keep, fixed_before)
    turns = flow(needs, wanted, around=around, seed=seed)
    if not breaks(needs.problem, [*settled, *turns]):
        return turns
    from .sides import search

    most = len(turns)  # the flow knows no rests: nothing has more
    whole: tuple[Turn, ...] = ()
    posts = {need: count for need, count in wanted.items() if need.slot}
    if posts and len(posts) < len(wanted):
        moved = _displaced(needs, keep)
        duty = search(
            needs, posts, around=around, settled=settled, hint=turns, displaces=moved, seed=seed
        )
        beside = [*settled, *duty]
        rest = {need: count for need, count in wanted.items() if not need.slot}
        talks = flow(needs, rest, around=_around(needs, beside, keep, fixed_before), seed=seed)
        if not breaks(needs.problem, [*beside, *talks]):
            turns = whole = (*duty, *talks)
            if len(whole) == most:
                return whole
    together = search(
        needs, wanted, around=around, settled=settled, hint=turns, displaces={}, seed=seed
    )
    return together if len(together) >= len(whole) else whole


def _displaced(
    needs: Needs, keep: Mapping[Need, tuple[tuple[str, str], ...]]
) -> Mapping[tuple[str, str], int]:
    """How many children's turns that may stay a duty of this adult in this slot would displace."""
    found: Counter[tuple[str, str]] = Counter()
    for need, kept in keep.items():
        for adult, slot in kept if not need.slot else ():
            found.update((adult, duty) for duty in needs.overlapping[slot])
    return found


def _around(
    needs: Needs,
    settled: Sequence[Turn],
    keep: Mapping[Need, tuple[tuple[str, str], ...]],
    fixed_before: date | None,
) -> Around:
    problem = needs.problem
    blocked: set[tuple[str, str]] = set()
    if fixed_before is not None:
        for slot in problem.slots:
            if slot.date < fixed_before:
                blocked |= {(adult, slot.id) for adult in needs.there[slot.id]}
    if settled and may_overlap(problem):
        for turn in settled:
            blocked |= {(turn.adult, name) for name in needs.overlapping[turn.slot]}
    # A post's adults are different ones: who keeps it already cannot keep it twice; her cell is
    # taken whole, which says the same.
    return Around(
        taken=Counter((turn.adult, turn.slot) for turn in settled),
        in_period=Counter((turn.adult, turn.period) for turn in settled),
        in_term=Counter(turn.adult for turn in settled),
        blocked=blocked,
        keep=keep,
    )


def _rota(needs: Needs, turns: Sequence[Turn], *, fixed_before: date | None) -> Rota:
    """The turns in order, with what is left out and why."""
    met = Counter(needs.need_of(turn) for turn in turns)
    left_out = tuple(need for need, count in needs.wanted.items() for _ in range(count - met[need]))
    day = {slot.id: (slot.date, slot.begins or 0, slot.id) for slot in needs.problem.slots}
    shortages: tuple[Shortage, ...] = ()
    if left_out:
        past = [
            turn
            for turn in turns
            if fixed_before is not None and needs.problem.slot[turn.slot].date < fixed_before
        ]
        rooms = Rooms(needs, past, fixed_before)
        counted = by_counting(needs, turns, left_out, rooms)
        shortages = counted if counted is not None else (_searched(needs, turns, left_out),)
    return Rota(
        turns=tuple(sorted(turns, key=lambda turn: (day[turn.slot], turn.adult, turn.served))),
        left_out=left_out,
        shortages=shortages,
        fixed_before=fixed_before,
    )


def _searched(needs: Needs, turns: Sequence[Turn], left_out: Sequence[Need]) -> Shortage:
    """The shortage that only a search has found."""
    able = {adult for need in left_out for adult in needs.adults(need.served)}
    wanted = sum(needs.wanted.values())
    return Shortage(
        needs=tuple(sorted(needs.wanted)),
        adults=tuple(sorted(able)),
        wanted=wanted,
        places=wanted - len(left_out),
        counted=False,
    )
