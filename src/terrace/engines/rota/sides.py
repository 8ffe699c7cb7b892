"""Turns where a rest or an overlap stands in the way: CP-SAT, one thread, the same each time."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from ortools.sat.python import cp_model

from .flow import Around
from .needs import Needs, overlap, places
from .rota import Need, Turn

EFFORT = 30.0
"""Deterministic seconds of the solver; about as many real ones."""


def search(
    needs: Needs,
    wanted: Mapping[Need, int],
    *,
    around: Around,
    settled: Collection[Turn],
    hint: Collection[Turn],
    displaces: Mapping[tuple[str, str], int],
    seed: int,
) -> tuple[Turn, ...]:
    """As many turns for ``wanted`` as it finds beside the ``settled`` ones; then few changes from
    ``around.keep``, fair loads, preferences, each a hundred times the next or more. None where
    its effort ran out before it found any. ``displaces``: how many other turns would have to move
    for an adult's turn in a slot; each counts as a change.
    """
    model = cp_model.CpModel()
    chosen: dict[tuple[Need, str, str], cp_model.IntVar] = {}
    for need in wanted:
        able = set(needs.adults(need.served))
        for slot in needs.slots(need):
            for adult in sorted(needs.there[slot.id] & able):
                if (adult, slot.id) not in around.blocked:
                    name = f"{need.served} {slot.id} {adult}"
                    chosen[need, adult, slot.id] = model.new_bool_var(name)
    _laws(model, needs, wanted, around, settled, chosen)
    loads = _loads(model, needs, around, chosen)
    worth = {key: needs.worth(key[0].served, key[1]) for key in chosen}
    fair = 1 + max(worth.values(), default=0)
    change = fair * 100 * (2 + max((top for top, _ in loads), default=0))
    moved = {key: displaces.get((key[1], key[2]), 0) for key in chosen}
    place = change * (4 + max(moved.values(), default=0))
    terms = [var * (place + worth[key] - change * moved[key]) for key, var in chosen.items()]
    for key, var in chosen.items():
        if around.keep and (key[1], key[2]) in around.keep.get(key[0], ()):
            terms.append(var * change)
    terms += [-fair * cost for _, cost in loads]
    model.maximize(sum(terms))
    hinted = {(needs.need_of(turn), turn.adult, turn.slot) for turn in hint}
    for key, var in chosen.items():
        model.add_hint(var, key in hinted)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.relative_gap_limit = 0.0
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return ()
    return tuple(
        Turn(need.served, need.period, slot, adult)
        for (need, adult, slot), var in chosen.items()
        if solver.value(var)
    )


def _laws(
    model: cp_model.CpModel,
    needs: Needs,
    wanted: Mapping[Need, int],
    around: Around,
    settled: Collection[Turn],
    chosen: Mapping[tuple[Need, str, str], cp_model.IntVar],
) -> None:
    problem = needs.problem
    of_need: dict[Need, list[cp_model.IntVar]] = defaultdict(list)
    of_cell: dict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)
    for (need, adult, name), var in chosen.items():
        of_need[need].append(var)
        of_cell[adult, name].append(var)
    for need, variables in of_need.items():
        model.add(sum(variables) <= wanted[need])
    busy: dict[str, list[tuple[str, cp_model.IntVar]]] = defaultdict(list)
    for (adult, name), variables in of_cell.items():
        slot = problem.slot[name]
        room = places(slot) - around.taken.get((adult, name), 0)
        if len(variables) == 1 and room >= 1:
            busy[adult].append((name, variables[0]))
            continue
        serves = model.new_bool_var(f"{adult} in {name}")
        model.add(sum(variables) <= max(room, 0) * serves)
        busy[adult].append((name, serves))
    own: dict[str, set[str]] = defaultdict(set)
    for turn in settled:
        own[turn.adult].add(turn.slot)
    for adult, cells in busy.items():
        intervals = []
        for name, serves in cells:
            first, last = problem.slot[name].busy()
            if any(overlap(problem.slot[name], problem.slot[other]) for other in own[adult]):
                model.add(serves == 0)
            intervals.append(
                model.new_optional_fixed_size_interval_var(first, last - first, serves, name)
            )
        model.add_no_overlap(intervals)


def _loads(
    model: cp_model.CpModel,
    needs: Needs,
    around: Around,
    chosen: Mapping[tuple[Need, str, str], cp_model.IntVar],
) -> list[tuple[int, cp_model.LinearExpr]]:
    """For each adult the highest cost of load there may be, and its cost: the rising steps."""
    of_adult: dict[str, list[cp_model.IntVar]] = defaultdict(list)
    of_period: dict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)
    for (need, adult, _), var in chosen.items():
        of_adult[adult].append(var)
        of_period[adult, need.period].append(var)
    for (adult, period), variables in of_period.items():
        each = needs.problem.adult[adult].most_each_period
        if each is not None:
            room = max(each - around.in_period.get((adult, period), 0), 0)
            model.add(sum(variables) <= room)
    found = []
    for adult, variables in of_adult.items():
        who, before = needs.problem.adult[adult], around.in_term.get(adult, 0)
        most = len(variables)
        if who.most is not None:
            most = min(most, max(who.most - before, 0))
        steps = [model.new_bool_var(f"{adult} has {turn + 1}") for turn in range(most)]
        model.add(sum(variables) == sum(steps))
        price = [(2 * (who.already + before + turn) + 1) * 100 // who.share for turn in range(most)]
        cost = cp_model.LinearExpr.weighted_sum(steps, price) if steps else None
        if cost is not None:
            found.append((max(price), cost))
    return found
