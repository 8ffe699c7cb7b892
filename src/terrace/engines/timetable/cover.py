"""A teacher is ill: who takes her lessons, or when they are held, with the fewest changes.

Each of her lessons is covered by a colleague who is free, moved within the week (other lessons of
the week give way), or joined to the lesson of a colleague at the same time. One change is one
lesson that has another teacher or another time. Joining is as bad as `JOINED` changes, a class
without anybody as `NOBODY`: so a class is joined only where that saves more changes than these.
Among answers alike in that, colleagues who teach the subject to the class come first, then those
who have taken over least.

The answer is proven the best (an optimum of CP-SAT), or a bound is given.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from terrace.engines.timetable.covering.week import Week
from terrace.engines.timetable.covering.weighing import JOINED, NOBODY, Choices, Found
from terrace.engines.timetable.problem import Broken, Plan, Problem

__all__ = ["JOINED", "NOBODY", "Change", "Cover", "Way", "cover"]

EFFORT = 2.0
"""The solver's own seconds, about as many real ones on a small machine."""


@dataclass(frozen=True, slots=True)
class Change:
    """One lesson that is otherwise than planned. Names as in the problem, slots by number.

    ``after`` is ``before`` where only the teacher changes, None where the lesson falls out.
    ``cover`` is the colleague who takes it, None where its own teacher gives it at another time.
    ``joined`` is the lesson of that colleague which the class joins.
    """

    activity: str
    before: int
    after: int | None
    cover: str | None = None
    joined: str | None = None
    room: str | None = None
    """Where a moved lesson must have a room: the room."""


@dataclass(frozen=True, slots=True)
class Way:
    """A whole answer: all changes of it, in the order of the week."""

    changes: tuple[Change, ...]

    @property
    def joined(self) -> int:
        """Lessons that are joined to another, or fall out."""
        return sum(one.joined is not None or one.after is None for one in self.changes)


@dataclass(frozen=True, slots=True)
class Cover:
    """``minimum`` changes are needed: as many as ``changes`` has where that is ``proven``, else
    no answer has fewer. ``alternatives`` are other whole answers, the next best first.
    """

    changes: tuple[Change, ...]
    minimum: int
    proven: bool
    alternatives: tuple[Way, ...]


def cover(
    problem: Problem,
    plan: Plan,
    *,
    absent: Collection[str],
    slots: Collection[int],
    loads: Mapping[str, float] | None = None,
    teaches: Mapping[str, Collection[str]] | None = None,
    away: Mapping[str, Collection[int]] | None = None,
    alternatives: int = 3,
    effort: float = EFFORT,
) -> Cover:
    """What to do with the lessons that the ``absent`` teachers have in ``slots``.

    ``problem`` and ``plan`` are the week as planned (from a file, or from `week.week`); where a
    lesson moves, it keeps all musts of the problem that the plan keeps. ``loads`` tells for a
    teacher how much she has taken over this term already (in lessons; missing: none), ``teaches``
    for a teacher the subjects that she may teach beside those of the plan, ``away`` for a teacher
    the slots of this week in which she cannot be asked beside those of the problem.

    Raises `Broken` if a name in these arguments is no teacher's, or a slot is not of the week.
    """
    known = {one.name for one in problem.lines if one.is_teacher}
    for name in [*absent, *(loads or {}), *(teaches or {}), *(away or {})]:
        if name not in known:
            raise Broken(0, f"没有教师「{name}」", f"there is no teacher “{name}”")
    for slot in slots:
        if not 0 <= slot < problem.slots:
            raise Broken(0, f"没有第 {slot} 个时间", f"there is no slot {slot}")
    week = Week(
        problem,
        plan,
        absent=frozenset(absent),
        slots=frozenset(slots),
        loads=loads or {},
        teaches=teaches or {},
        away=away or {},
    )
    if not week.lessons:
        return Cover((), 0, proven=True, alternatives=())
    near = Choices(week, movable=week.lessons)
    best = near.solve(effort=effort)
    if best is None:
        raise Broken(0, "计划本身违反了必须遵守的规则", "the plan itself breaks a must")
    proven = best.extra == 0
    if best.extra:
        # others give way: any lesson of the week may move
        every = range(len(week.problem.activities))
        wide = Choices(week, movable=every, better_than=best)
        best = wide.solve(effort=effort) or best
        proven = wide.proven
    others: list[Found] = []
    near.forbid(best)
    while len(others) < alternatives:
        other = near.solve(effort=effort / 4)
        if other is None or other.nobody > best.nobody:
            break
        others.append(other)
        near.forbid(other)
    changes = _changes(week, best)
    return Cover(
        changes,
        len(changes) if proven else len(week.lessons),
        proven,
        tuple(Way(_changes(week, one)) for one in others),
    )


def _changes(week: Week, found: Found) -> tuple[Change, ...]:
    problem, plan = week.problem, week.plan
    changes: list[Change] = []
    for number, activity in enumerate(problem.activities):
        before, after = plan.starts[number], found.starts.get(number, plan.starts[number])
        if before != after:
            room = found.rooms.get(number)
            name = None if room is None else problem.rooms[room].name
            changes.append(Change(activity.name, before, after, room=name))
        elif number in found.covers:
            who = problem.lines[found.covers[number]].name
            changes.append(Change(activity.name, before, before, cover=who))
        elif number in found.joins:
            other = found.joins[number]
            who = problem.lines[week.leader(other)].name
            joined = problem.activities[other].name
            changes.append(Change(activity.name, before, before, cover=who, joined=joined))
        elif number in week.lessons:
            changes.append(Change(activity.name, before, None))
    return tuple(sorted(changes, key=lambda one: (one.before, one.activity)))


def in_words(problem: Problem, changes: Sequence[Change]) -> dict[str, list[str]]:
    """``{"zh": […], "en": […]}``: one sentence for each change."""
    zh: list[str] = []
    en: list[str] = []
    lesson = {one.name: one for one in problem.activities}
    for one in changes:
        activity = lesson[one.activity]
        what = " ".join((*activity.students, activity.subject)) or one.activity
        before = when(problem, one.before)
        if one.after is None:
            zh.append(f"{before} {what}：没有人能来，只好停课。")
            en.append(f"{before} {what}: nobody can come; it falls out.")
        elif one.joined is not None:
            zh.append(f"{before} {what}：与编号 {one.joined} 的课合班，由 {one.cover} 看管。")
            en.append(f"{before} {what}: joins lesson {one.joined}, with {one.cover}.")
        elif one.cover is not None:
            zh.append(f"{before} {what}：由 {one.cover} 代课。")
            en.append(f"{before} {what}: {one.cover} takes it.")
        else:
            after = when(problem, one.after)
            zh.append(f"{before} {what}：改到 {after}。")
            en.append(f"{before} {what}: is held {after}.")
    return {"zh": zh, "en": en}


def when(problem: Problem, slot: int) -> str:
    """The day and hour of a slot, as the problem names them."""
    hours = len(problem.hours)
    return f"{problem.days[slot // hours]} {problem.hours[slot % hours]}"
