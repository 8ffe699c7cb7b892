"""What is known of one child: her map of skills, what has changed, why her latest sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terrace.engines.learner.learner import Learner
from terrace.engines.learner.pupil import Pupil
from terrace.school.calendar.queries import today
from terrace.school.people.models import Child

from .. import charts, words
from ..folding import Step, steps_of
from ..knowledge import date_of, day_number, learner_of, start
from ..models import Worksheet
from ..skillmap import Standing, can_do, comes_next, standings
from ..wording import own

USUAL_GRADE = 3
"""For a child without a class."""
SURE = 0.7
"""A skill is among those she can do where success on it is at least so likely."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One skill in words. `low`, `about`, `width`: a band from 0 to 100, for the picture."""

    name: str
    sentence: str
    low: int
    about: int
    width: int


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """The skills of one state; `open` where they are few enough to stand there at once."""

    state: str
    title: str
    lines: tuple[SkillLine, ...]


@dataclass(frozen=True, slots=True)
class WhySheet:
    """Why the latest sheet is as it is: (number, reason) of each question."""

    week: date
    questions: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ChildView:
    """What the learning part of a child's page shows, in the page's language."""

    summary: str
    evidence: str
    groups: tuple[SkillGroup, ...]
    changes: tuple[str, ...]
    chart: SafeString | None
    chart_sentence: str
    why: WhySheet | None


def child_view(child: Child, *, day: date | None = None) -> ChildView:
    """A child's map on a day (today in her school); in few queries, whatever she has done."""
    school_class = child.school_class
    grade = school_class.grade if school_class else USUAL_GRADE
    learner = learner_of(child.school_id)
    steps = steps_of([child.pk]).get(child.pk, [])
    at = day_number(day or today(child.school))
    weeks = _weeks(learner, steps, grade=grade)
    now = weeks[-1][1]
    of = standings(learner, now, grade=grade, day=at)
    chart, sentence = _chart(learner, weeks, child.name)
    return ChildView(
        summary=words.summary(can_do(of), comes_next(of, grade=grade)),
        evidence=_evidence(steps, weeks),
        groups=_groups(of, now),
        changes=_changes(learner, weeks, of, grade=grade, at=at, name=child.name),
        chart=chart,
        chart_sentence=sentence,
        why=_why(child),
    )


def _weeks(
    learner: Learner, steps: Sequence[Step], *, grade: int
) -> list[tuple[float | None, Pupil]]:
    """The child as known at the end of each day with answers; before them, as a newcomer."""
    pupil = start(learner, grade=steps[0].grade if steps else grade)
    found: list[tuple[float | None, Pupil]] = [(None, pupil)]
    for step in steps:
        pupil = learner.update(pupil, step.attempt)
        if found[-1][0] == step.attempt.day:
            found.pop()
        found.append((step.attempt.day, pupil))
    return found


def _evidence(steps: Sequence[Step], weeks: Sequence[tuple[float | None, Pupil]]) -> str:
    if not steps:
        return ""
    last = weeks[-1][0]
    assert last is not None
    return _("From %(answers)s answers on %(weeks)s weeks' sheets, the latest of %(day)s.") % {
        "answers": len(steps),
        "weeks": len(weeks) - 1,
        "day": date_format(date_of(last), "MONTH_DAY_FORMAT"),
    }


def _groups(of: Sequence[Standing], pupil: Pupil) -> tuple[SkillGroup, ...]:
    found = []
    for state in words.STATES:
        own_ones = [one for one in of if one.state == state]
        if own_ones:
            lines = tuple(_line(one, pupil) for one in own_ones)
            found.append(SkillGroup(state, words.state(state), lines))
    return tuple(found)


def _line(one: Standing, pupil: Pupil) -> SkillLine:
    low, high = round(one.mastery.low * 100), round(one.mastery.high * 100)
    told: Mapping[str, Any] = {
        "about": words.tenths(one.mastery.chance),
        "low": words.tenths(one.mastery.low),
        "high": words.tenths(one.mastery.high),
    }
    if not one.met:
        sentence = _("not met on a sheet yet")
    elif told["low"] == told["high"]:
        sentence = _("about %(about)s in ten would succeed") % told
    else:
        sentence = _("about %(about)s in ten would succeed, perhaps %(low)s to %(high)s") % told
    if one.last_day is not None:
        day = date_format(date_of(one.last_day), "MONTH_DAY_FORMAT")
        sentence = _("%(sentence)s; last practised %(day)s") % {"sentence": sentence, "day": day}
    about = min(max(round(one.mastery.chance * 100) - 1, 0), 98)
    return SkillLine(own(one.skill.name), sentence, low, about, max(high - low, 1))


def _changes(
    learner: Learner,
    weeks: Sequence[tuple[float | None, Pupil]],
    of: Sequence[Standing],
    *,
    grade: int,
    at: float,
    name: str,
) -> tuple[str, ...]:
    """What is different from a week ago, each skill in a sentence."""
    earlier = [pupil for day, pupil in weeks if day is None or day <= at - WEEK]
    if len(weeks) < 2:
        return ()
    before = {
        one.skill.code: one.state
        for one in standings(learner, earlier[-1], grade=grade, day=at - WEEK)
    }
    found = []
    for one in of:
        was = before.get(one.skill.code, "not_met")
        if one.state != was:
            found.append(words.became(one.state, name, one.skill, before=was))
    return tuple(sentence for sentence in found if sentence)


def _chart(
    learner: Learner, weeks: Sequence[tuple[float | None, Pupil]], name: str
) -> tuple[SafeString | None, str]:
    """How many practised skills she can do, week by week, with bounds."""
    points = []
    for day, pupil in weeks:
        if day is None:
            continue
        met = [skill for skill, known in pupil.skills.items() if known.met]
        found = [learner.mastery(pupil, skill=skill, day=day) for skill in met]
        points.append(
            charts.Week(
                date_format(date_of(day), "SHORT_DATE_FORMAT"),
                low=sum(one.low >= SURE for one in found),
                about=sum(one.chance >= SURE for one in found),
                high=sum(one.high >= SURE for one in found),
            )
        )
    if len(points) < 3:
        return None, ""
    last = points[-1]
    sentence = _(
        "%(name)s can do about %(about)s of the skills practised so far, surely %(low)s and "
        "perhaps %(high)s. In the first week it was about %(first)s."
    ) % {
        "name": name,
        "about": last.about,
        "low": last.low,
        "high": last.high,
        "first": points[0].about,
    }
    return charts.band(points, label=sentence), sentence


def _why(child: Child) -> WhySheet | None:
    """The reasons for the child's latest sheet."""
    worksheet = (
        Worksheet.objects.filter(sheet__copies__child=child)
        .select_related("plan")
        .order_by("-plan__week", "-plan__round", "-sheet__number")
        .first()
    )
    if worksheet is None:
        return None
    mine: Mapping[str, Any] = worksheet.reasons.get(str(child.pk), {})
    told = tuple(
        (number, words.why(mine[item["field"]], child.name))
        for number, item in enumerate(worksheet.items, 1)
        if mine.get(item["field"])
    )
    return WhySheet(worksheet.plan.week, told)
