"""Turns of a term planned, and planned again after each of a thousand events.

    python bench/rota.py [--events 1000] [--children 400] [--adults 20] [--seed 1] [--json]

A term of 18 weeks, a talk for every child in each fortnight, three half-hours a day, and a night by
the dorms before each day of school with a day of rest after it. Events come in the order of the
term, what has happened stays: an adult is away for one to five days, a child comes, a child leaves.
After twenty of them a new term begins. After each the checker, which has nothing of the planner,
proves the rota. The least number of changes is bounded from below: by the turns that cannot stay,
and where more were made by a linear program (GLOP). CPU seconds.
"""

import argparse
import copy
import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from typing import Any

from ortools.linear_solver import pywraplp

from table import show
from terrace.engines.rota.check import check
from terrace.engines.rota.planner import plan, replan
from terrace.engines.rota.reading import problem_from_json
from terrace.engines.rota.rota import Rota, Turn

JSON = dict[str, Any]
MONDAY = date(2026, 8, 31)
WEEKS = 18
TIMES = (("12:30", "13:00"), ("13:00", "13:30"), ("16:30", "17:00"))
NIGHT = ("21:30", "06:30")
EVENTS_A_TERM = 20
KINDS = ("adult away", "adult away", "adult away", "child comes", "child leaves")


def main() -> None:
    """Plan, let things happen, plan again, prove, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--children", type=int, default=400)
    parser.add_argument("--adults", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    planned: list[float] = []
    rows: dict[str, list[JSON]] = defaultdict(list)
    done = 0
    while done < asked.events:
        school = a_school(rng, asked.children, asked.adults)
        problem = problem_from_json(school)
        begun = time.process_time()
        rota = plan(problem, seed=asked.seed)
        planned.append(time.process_time() - begun)
        assert proven(school, rota), "the first plan is proven"
        for day in sorted(rng.randrange(WEEKS * 7 - 14) for _ in range(EVENTS_A_TERM)):
            if done == asked.events:
                break
            today = MONDAY + timedelta(days=day)
            kind = rng.choice(KINDS)
            changed = happen(rng, kind, school, rota, today)
            rota = measure(kind, school, changed, rota, today, rows, asked.seed)
            school = changed
            done += 1
    found = [_row("a term planned", planned)]
    for kind in sorted(rows):
        found.append(_row(kind, [one["seconds"] for one in rows[kind]]) | _told(rows[kind]))
    every = [one for kind in rows for one in rows[kind]]
    found.append(_row("all events", [one["seconds"] for one in every]) | _told(every))
    show("Rotas", found, as_json=asked.json)


def measure(
    kind: str,
    school: JSON,
    changed: JSON,
    rota: Rota,
    today: date,
    rows: dict[str, list[JSON]],
    seed: int,
) -> Rota:
    """Plan again, prove, and count the changes against the least."""
    problem = problem_from_json(changed)
    begun = time.process_time()
    new = replan(problem, rota.turns, fixed_before=today, seed=seed)
    seconds = time.process_time() - begun
    here = {one["id"] for one in [*changed["children"], *changed["posts"]]}
    old = tuple(turn for turn in rota.turns if turn.served in here)
    needed = max(broken(changed, old, today) - len(new.left_out), 0)
    made = changes(changed, old, new.turns)
    least = (
        needed
        if made <= needed
        else (least_changes(changed, old, today, needed, len(new.left_out)))
    )
    rows[kind].append(
        {
            "seconds": seconds,
            "made": made,
            "least": least,
            "proven": proven(changed, new),
            "left out": len(new.left_out),
        }
    )
    return new


def _row(what: str, seconds: list[float]) -> JSON:
    return {
        "what": what,
        "times": len(seconds),
        "median s": round(median(seconds), 3),
        "most s": round(max(seconds), 3),
        **dict.fromkeys(("proven", "left out", "changes", "least", "≤ 1.2 ×"), ""),
    }


def _told(rows: list[JSON]) -> JSON:
    near = sum(one["made"] <= 1.2 * one["least"] for one in rows)
    return {
        "proven": sum(one["proven"] for one in rows),
        "left out": sum(one["left out"] for one in rows),
        "changes": sum(one["made"] for one in rows),
        "least": sum(one["least"] for one in rows),
        "≤ 1.2 ×": near,
    }


def a_school(rng: random.Random, children: int, adults: int) -> JSON:
    """The problem of a term: who knows whom differs from term to term."""
    names = [f"adult {number}" for number in range(adults)]
    periods = []
    slots: list[JSON] = []
    for number in range(WEEKS // 2):
        first = MONDAY + timedelta(days=14 * number)
        last = first + timedelta(days=13)
        name = f"fortnight {number + 1}"
        periods.append({"id": name, "starts": first.isoformat(), "ends": last.isoformat()})
        for ahead in range(14):
            day = first + timedelta(days=ahead)
            slots += [_slot(name, day, time) for time in TIMES if day.weekday() < 5]
            if (day + timedelta(days=1)).weekday() < 5:
                slots.append(_slot(name, day, NIGHT) | {"posts": ["dorm"], "rest_days": 1})
    return {
        "periods": periods,
        "adults": [
            {
                "id": name,
                "share": 50 if rng.random() < 0.1 else 100,
                "absent": _away(rng, periods) if rng.random() < 0.3 else [],
            }
            for name in names
        ],
        "slots": slots,
        "children": [_child(rng, f"child {number}", names) for number in range(children)],
        "posts": [{"id": "dorm", "only_by": names[: max(adults // 3, 3)]}],
    }


def _slot(period: str, day: date, time: tuple[str, str]) -> JSON:
    begins, ends = time
    name = f"{day.isoformat()} {begins}"
    return {"id": name, "period": period, "date": day.isoformat(), "begins": begins, "ends": ends}


def _child(rng: random.Random, name: str, adults: list[str]) -> JSON:
    told: JSON = {
        "id": name,
        "prefers": {one: rng.choice((40, 100)) for one in rng.sample(adults, 3)},
    }
    if rng.random() < 0.05:
        told["only_by"] = rng.sample(adults, 4)
    if rng.random() < 0.05:
        told["not_with"] = rng.sample(adults, 1)
    return told


def _away(rng: random.Random, periods: list[JSON]) -> list[JSON]:
    first = MONDAY + timedelta(days=rng.randrange(WEEKS * 7 - 5))
    return [{"from": first.isoformat(), "until": (first + timedelta(days=2)).isoformat()}]


def happen(rng: random.Random, kind: str, school: JSON, rota: Rota, today: date) -> JSON:
    """The school after an event on this day."""
    changed = copy.deepcopy(school)
    if kind == "adult away":
        adult = rng.choice(changed["adults"])
        last = min(today + timedelta(days=rng.randrange(5)), MONDAY + timedelta(days=WEEKS * 7 - 1))
        adult["absent"].append({"from": today.isoformat(), "until": last.isoformat()})
    elif kind == "child comes":
        adults = [one["id"] for one in changed["adults"]]
        fresh = _child(rng, f"child who came on {today} {rng.random()}", adults)
        periods = changed["periods"]
        fresh["periods"] = [one["id"] for one in periods if one["ends"] > today.isoformat()]
        if today > MONDAY:
            before = {"from": MONDAY.isoformat(), "until": (today - timedelta(days=1)).isoformat()}
            fresh["absent"] = [before]
        changed["children"].append(fresh)
    else:
        gone = rng.choice(changed["children"])
        own = [turn for turn in rota.turns if turn.served == gone["id"]]
        gone["periods"] = [turn.period for turn in own if turn.slot[:10] < today.isoformat()]
        if not gone["periods"]:
            changed["children"].remove(gone)
    return changed


def proven(school: JSON, rota: Rota) -> bool:
    """Whether the checker finds nothing but those left out and why."""
    found = check(school, rota.to_json([one["id"] for one in school["adults"]]))
    return {one["kind"] for one in found["reasons"]} <= {"left_out", "shortage_true"}


def needs_of(school: JSON) -> Counter[tuple[str, str]]:
    """How many turns each child wants in a period, and each post in a slot."""
    days = {one["id"]: _days(one["starts"], one["ends"]) for one in school["periods"]}
    wanted: Counter[tuple[str, str]] = Counter()
    for child in school["children"]:
        for period in child.get("periods") or days:
            if not all(_is_away(child, day) for day in days[period]):
                wanted[child["id"], period] = 1
    for slot in school["slots"]:
        for post in slot.get("posts", ()):
            wanted[post, slot["id"]] = 1
    return wanted


def _days(first: str, last: str) -> list[str]:
    one, count = date.fromisoformat(first), date.fromisoformat(last) - date.fromisoformat(first)
    return [(one + timedelta(days=ahead)).isoformat() for ahead in range(count.days + 1)]


def _is_away(who: JSON, day: str) -> bool:
    return any(one["from"] <= day <= one["until"] for one in who.get("absent", ()))


def _need(turn: Turn, school: JSON) -> tuple[str, str]:
    return (turn.served, turn.slot if turn.served == "dorm" else turn.period)


def broken(school: JSON, old: tuple[Turn, ...], today: date) -> int:
    """Needs whose turn cannot stay, or that have none: each is a change, or left out."""
    slots = {one["id"]: one for one in school["slots"]}
    who = {one["id"]: one for one in [*school["children"], *school["posts"]]}
    adults = {one["id"]: one for one in school["adults"]}
    wanted = needs_of(school)
    for turn in old:
        day = slots[turn.slot]["date"]
        gone = _is_away(adults[turn.adult], day) or _is_away(who[turn.served], day)
        if day < today.isoformat() or not gone:
            wanted[_need(turn, school)] -= 1
    return sum(count > 0 for count in wanted.values())


def changes(school: JSON, old: tuple[Turn, ...], new: tuple[Turn, ...]) -> int:
    """Needs that are met otherwise than before."""
    wanted = needs_of(school)
    before = {_need(turn, school): (turn.adult, turn.slot) for turn in old}
    after = {_need(turn, school): (turn.adult, turn.slot) for turn in new}
    # Whom another slot of the same adult's day serves is met otherwise, too.
    return sum(before.get(need) != after.get(need) for need in wanted)


def least_changes(
    school: JSON, old: tuple[Turn, ...], today: date, at_least: int, left_out: int
) -> int:
    """No rota that leaves out so few has fewer changes: a linear program's bound.

    It holds the periods in which something cannot stay; half-hours of one adult's day are alike, so
    a turn that moves is a matter of days, and one that stays has its half-hour.
    """
    slots = {one["id"]: one for one in school["slots"]}
    now = today.isoformat()
    stays = _may_stay(school, old, slots, now)
    wanted = needs_of(school)
    open_needs = [need for need in wanted if need not in stays]
    touched = {slots[where]["period"] if where in slots else where for _who, where in open_needs}
    past = {_need(one, school) for one in old if slots[one.slot]["date"] < now}
    solver = pywraplp.Solver.CreateSolver("GLOP")
    of_need: dict[Any, list[Any]] = defaultdict(list)
    of_day: dict[tuple[str, str], list[Any]] = defaultdict(list)
    nights: dict[tuple[str, str], list[Any]] = defaultdict(list)
    held: Counter[tuple[str, str]] = Counter()
    kept = []
    for turn in old:
        need, day = _need(turn, school), slots[turn.slot]["date"]
        where = nights if turn.served == "dorm" else of_day
        if need in past or (need in stays and turn.period not in touched):
            held[turn.adult, f"{day} night" if turn.served == "dorm" else day] += 1
        elif need in stays:
            kept.append(solver.NumVar(0, 1, ""))
            of_need[need].append(kept[-1])
            where[turn.adult, day].append(kept[-1])
    moved = []
    for need, adult, day in _options(school, slots, wanted, touched, past, now):
        moved.append(solver.NumVar(0, 1, ""))
        of_need[need].append(moved[-1])
        (nights if need[0] == "dorm" else of_day)[adult, day].append(moved[-1])
    for own in of_need.values():
        solver.Add(sum(own) <= 1)
    for (adult, day), own in of_day.items():
        before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        room = 0 if held[adult, f"{before} night"] else len(TIMES) - held[adult, day]
        solver.Add(sum(own) + room * sum(nights.get((adult, before), [])) <= room)
    for (adult, day), own in nights.items():
        before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        taken = held[adult, f"{before} night"] + held[adult, f"{after} night"] + held[adult, after]
        solver.Add(sum(own) + sum(nights.get((adult, before), [])) <= (0 if taken else 1))
    met = len(kept) + len(open_needs) - left_out
    solver.Add(sum(kept) + sum(moved) >= met)
    solver.Maximize(sum(kept))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return at_least  # the weaker bound
    most = math.floor(solver.Objective().Value() + 1e-6)
    return max(len(kept) - most + len(open_needs) - left_out, at_least)


def _may_stay(
    school: JSON, old: tuple[Turn, ...], slots: dict[str, JSON], now: str
) -> set[tuple[str, str]]:
    """Needs whose turn the event leaves as it is."""
    who = {one["id"]: one for one in [*school["children"], *school["posts"], *school["adults"]]}
    found = set()
    for turn in old:
        day = slots[turn.slot]["date"]
        gone = _is_away(who[turn.adult], day) or _is_away(who[turn.served], day)
        if day < now or not gone:
            found.add(_need(turn, school))
    return found


def _options(
    school: JSON,
    slots: dict[str, JSON],
    wanted: Counter[tuple[str, str]],
    touched: set[str],
    past: set[tuple[str, str]],
    now: str,
) -> Iterator[tuple[tuple[str, str], str, str]]:
    """Every day of every adult on which a need of a touched period could be met."""
    days: dict[str, set[str]] = defaultdict(set)
    for slot in slots.values():
        if slot["date"] >= now and slot["period"] in touched:
            days[slot["id"] if slot.get("posts") else slot["period"]].add(slot["date"])
    for one in [*school["children"], *school["posts"]]:
        only, never = one.get("only_by"), one.get("not_with", ())
        for where, own in days.items():
            need = (one["id"], where)
            if need not in wanted or need in past:
                continue
            for adult in school["adults"]:
                if (only and adult["id"] not in only) or adult["id"] in never:
                    continue
                for day in sorted(own):
                    if not _is_away(one, day) and not _is_away(adult, day):
                        yield need, adult["id"], day


if __name__ == "__main__":
    main()
