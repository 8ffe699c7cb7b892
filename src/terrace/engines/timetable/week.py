"""A week as a school keeps it, by names, as a `Problem` and its `Plan`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from terrace.engines.timetable.problem import Activity, Line, Plan, Problem, Rule


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson of a week. ``start`` is ``day * hours + hour``; -1: it has no time yet."""

    name: str
    start: int
    subject: str
    teachers: tuple[str, ...]
    classes: tuple[str, ...]
    duration: int = 1


def week(
    days: Sequence[str],
    hours: Sequence[str],
    lessons: Sequence[Lesson],
    *,
    away: Mapping[str, Collection[int]] | None = None,
    teachers: Collection[str] = (),
    rules: Sequence[Rule] = (),
) -> tuple[Problem, Plan]:
    """The problem whose lines are all teachers named, sorted, then all classes, sorted.

    ``away`` gives for a teacher or a class the slots in which no lesson may be put on them;
    ``teachers`` names those who have no lesson of their own too. ``rules`` refer to lessons and
    lines by number.
    """
    every = sorted({one for lesson in lessons for one in lesson.teachers} | set(teachers))
    classes = sorted({one for lesson in lessons for one in lesson.classes})
    line = {("teacher", name): k for k, name in enumerate(every)}
    line |= {("class", name): len(every) + k for k, name in enumerate(classes)}
    slots = frozenset(range(len(days) * len(hours)))
    problem = Problem(
        name="",
        days=tuple(days),
        hours=tuple(hours),
        lines=(
            *(Line(name, is_teacher=True) for name in every),
            *(Line(name, is_teacher=False) for name in classes),
        ),
        activities=tuple(
            Activity(
                name=one.name,
                subject=one.subject,
                teachers=tuple(line["teacher", name] for name in dict.fromkeys(one.teachers)),
                groups=tuple(line["class", name] for name in dict.fromkeys(one.classes)),
                tags=(),
                duration=one.duration,
                students=tuple(one.classes),
            )
            for one in lessons
        ),
        rooms=(),
        rules=tuple(rules),
        line_free=tuple(slots - set((away or {}).get(name, ())) for name in (*every, *classes)),
        room_free=(),
        breaks=frozenset(),
        sets={name: (line["class", name],) for name in classes},
    )
    return problem, Plan(tuple(one.start for one in lessons), (-1,) * len(lessons))
