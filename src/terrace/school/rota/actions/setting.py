"""Setting a rota up: its rules, who serves, who is served."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from statistics import median
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from terrace.school.calendar.queries import today
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account, Child, School, Staff

from .. import todos, verbs
from ..kinds import USUAL
from ..knowing import mentors_of
from ..models import Kind, Rota, Served, Server, Turn
from .planning import plan

LONGEST_DAYS = 400


def begin(
    *,
    school: School,
    kind: str,
    name: str,
    starts: date,
    ends: date,
    adults: Sequence[Staff],
    children: Sequence[Child] = (),
    posts: Sequence[str] = (),
    weekdays: Sequence[int] | None = None,
    times: Sequence[tuple[str, str]] | None = None,
    weeks: int | None = None,
    places: int | None = None,
    at_once: int = 1,
    rest_days: int | None = None,
    most_each_period: int | None = None,
    by: Account | None,
) -> Rota:
    """Set up a rota and ask for its plan. What is not said is as usual for its kind (`kinds`).

    Raises `ValidationError` for what cannot be.
    """
    if kind not in Kind.values:
        raise ValidationError(_("Choose what the turns are for."), code="kind")
    if abs((starts - today(school)).days) > LONGEST_DAYS:
        raise ValidationError(_("It begins within a year of today."), code="starts")
    usual = USUAL[kind]
    if not usual.for_children and not posts:
        posts = [str(Kind(kind).label)]
    rota = Rota(school=school, kind=kind, name=name, starts=starts, ends=ends)
    rota.posts = [] if usual.for_children else list(posts)
    with transaction.atomic():
        rota.made_at = clock.now()
        _rules(
            rota,
            name=name,
            ends=ends,
            weekdays=usual.weekdays if weekdays is None else weekdays,
            times=usual.times if times is None else times,
            places=usual.places if places is None else places,
            at_once=at_once,
            rest_days=usual.rest_days if rest_days is None else rest_days,
            most_each_period=usual.most_each_period
            if most_each_period is None
            else most_each_period,
        )
        rota.weeks = usual.weeks if weeks is None else weeks
        rota.save()
        _check_adults(school, adults)
        Server.objects.bulk_create(
            Server(school=school, rota=rota, staff=one) for one in dict.fromkeys(adults)
        )
        if rota.serves_children:
            Served.objects.bulk_create(
                Served(school=school, rota=rota, child=one, since=starts)
                for one in _who_is_served(kind, children)
            )
        record(
            verbs.BEGUN,
            school_id=school.pk,
            by_id=by.pk if by else None,
            subject_id=rota.pk,
            payload={"kind": kind, "adults": len(adults), "children": len(children)},
        )
        plan(rota=rota, by=by)
    rota.refresh_from_db()
    return rota


def set_rules(
    *,
    rota: Rota,
    name: str,
    ends: date,
    weekdays: Sequence[int],
    times: Sequence[tuple[str, str]],
    places: int,
    at_once: int,
    rest_days: int,
    most_each_period: int | None,
    by: Account | None,
) -> None:
    """Change the rules from today on, and plan again. Raises `ValidationError`."""
    with transaction.atomic():
        now = _open(rota)
        _rules(
            now,
            name=name,
            ends=ends,
            weekdays=weekdays,
            times=times,
            places=places,
            at_once=at_once,
            rest_days=rest_days,
            most_each_period=most_each_period,
        )
        now.save()
        _record(verbs.RULES_SET, now, by)
        plan(rota=now, by=by)


def set_adults(*, rota: Rota, shares: Mapping[Staff, int], by: Account | None) -> None:
    """Who takes turns from today on, each with what part of a full share in per cent; plan again.

    Whoever comes late begins with the turns that others have in the middle: she need not catch up.
    Raises `ValidationError`.
    """
    _check_adults(rota.school, list(shares))
    if not all(1 <= share <= 1000 for share in shares.values()):
        raise ValidationError(_("Choose a share from 1 to 1000 per cent."), code="share")
    with transaction.atomic():
        now = _open(rota)
        serve = {row.staff_id: row for row in Server.objects.filter(rota=now)}
        before = {pk: row.share for pk, row in serve.items()}
        after = {staff.pk: share for staff, share in shares.items()}
        if before == after:
            return
        Server.objects.filter(rota=now).exclude(staff__in=list(shares)).delete()
        already = _so_far(now)
        for staff, share in shares.items():
            row = serve.get(staff.pk) or Server(
                school=now.school, rota=now, staff=staff, already=already
            )
            row.share = share
            row.save()
        changed = {str(pk): after.get(pk, 0) for pk in before.keys() | after.keys()}
        _record(verbs.ADULTS_SET, now, by, shares=dict(sorted(changed.items())))
        plan(rota=now, by=by)


def add_child(
    *,
    rota: Rota,
    child: Child,
    every: int = 1,
    only_by: Sequence[Staff] = (),
    not_with: Sequence[Staff] = (),
    scores: Mapping[UUID, int] | None = None,
    by: Account | None,
) -> None:
    """Let a child have her turns from today on, or change how; plan again.

    `every` 1: in each period, 2: in every second one. `scores` says by the adult's id (0 to 1000)
    who suits her; without it, those who know her are preferred. Raises `ValidationError`.
    """
    if not 1 <= every <= 8 or not all(0 <= score <= 1000 for score in (scores or {}).values()):
        raise ValidationError(_("Choose every period, or every second one."), code="every")
    if not rota.serves_children or child.school_id != rota.school_id:
        raise ValidationError(_("This rota is not for this child."), code="child")
    with transaction.atomic():
        now = _open(rota)
        row = Served.objects.filter(rota=now, child=child).first()
        if row is None:
            row = Served(school=now.school, rota=now, child=child)
            row.since = max(now.starts, today(now.school))
        if row._state.adding or row.every != every:
            row.every, row.phase = every, _calmest(now, every)
        row.only_by = sorted(str(one.pk) for one in only_by)
        row.not_with = sorted(str(one.pk) for one in not_with)
        row.scores = {str(pk): score for pk, score in sorted((scores or {}).items())}
        row.save()
        record(
            verbs.CHILD_SET,
            school_id=now.school_id,
            by_id=by.pk if by else None,
            about_id=child.pk,
            subject_id=now.pk,
            payload={"every": every},
        )
        plan(rota=now, by=by)


def drop_child(*, rota: Rota, child: Child, by: Account | None) -> None:
    """The child has no turns in this rota from today on."""
    with transaction.atomic():
        now = _open(rota)
        if not Served.objects.filter(rota=now, child=child).delete()[0]:
            return
        record(
            verbs.CHILD_DROPPED,
            school_id=now.school_id,
            by_id=by.pk if by else None,
            about_id=child.pk,
            subject_id=now.pk,
        )
        plan(rota=now, by=by)


def end(*, rota: Rota, by: Account | None) -> None:
    """No turns of this rota any more; those that took place are kept."""
    with transaction.atomic():
        now = Rota.objects.select_for_update().get(pk=rota.pk)
        if now.ended_at is not None:
            return
        ahead = Turn.objects.filter(
            rota=now, state=Turn.State.PLANNED, day__gte=today(now.school)
        ).select_related("rota__school")
        todos.not_needed(list(ahead))
        ahead.delete()
        now.ended_at = clock.now()
        now.save(update_fields=["ended_at"])
        _record(verbs.ENDED, now, by)


def _who_is_served(kind: str, children: Sequence[Child]) -> list[Child]:
    """Each child once; where mentors meet their children, those who have a mentor."""
    found = list(dict.fromkeys(children))
    if kind == Kind.MENTORS:
        mentors = mentors_of(found)
        found = [one for one in found if mentors[one.pk]]
        if not found:
            raise ValidationError(_("None of these children has a mentor yet."), code="no_mentor")
    if not found:
        raise ValidationError(_("Choose at least one child."), code="no_child")
    return found


def _rules(
    rota: Rota,
    *,
    name: str,
    ends: date,
    weekdays: Sequence[int],
    times: Sequence[tuple[str, str]],
    places: int,
    at_once: int,
    rest_days: int,
    most_each_period: int | None,
) -> None:
    """Write what has been said onto the rota. Raises `ValidationError` for what cannot be."""
    name = name.strip()
    if not name:
        raise ValidationError(_("Give the rota a name."), code="no_name")
    if ends < rota.starts or (ends - rota.starts).days > LONGEST_DAYS:
        raise ValidationError(_("It ends after it begins, within a year."), code="ends")
    if not weekdays or not set(weekdays) <= set(range(7)):
        raise ValidationError(_("Choose at least one weekday."), code="no_day")
    try:
        clock_times = sorted((time.fromisoformat(a), time.fromisoformat(b)) for a, b in times)
    except ValueError:
        raise ValidationError(_("Write times as 12:30."), code="time") from None
    begun = {first for first, _last in clock_times}
    if not clock_times or len(clock_times) > 12 or len(begun) != len(clock_times):
        raise ValidationError(_("Choose one to twelve times a day."), code="times")
    if any(first == last for first, last in clock_times):
        raise ValidationError(_("A turn ends after it begins."), code="no_length")
    if not (1 <= places <= 60 and 1 <= at_once <= 20 and 0 <= rest_days <= 14):
        raise ValidationError(_("These numbers are too large."), code="numbers")
    if most_each_period is not None and not 1 <= most_each_period <= 500:
        raise ValidationError(_("These numbers are too large."), code="numbers")
    rota.name, rota.ends = name[:60], ends
    rota.weekdays = sorted(set(weekdays))
    rota.times = [[f"{first:%H:%M}", f"{last:%H:%M}"] for first, last in clock_times]
    rota.places, rota.at_once, rota.rest_days = places, at_once, rest_days
    rota.most_each_period = most_each_period


def _open(rota: Rota) -> Rota:
    """The row, locked. Raises `ValidationError` when the rota has ended."""
    now = Rota.objects.select_for_update().select_related("school").get(pk=rota.pk)
    if now.ended_at is not None:
        raise ValidationError(_("This rota has ended."), code="ended")
    return now


def _check_adults(school: School, adults: Sequence[Staff]) -> None:
    if not adults:
        raise ValidationError(_("Choose at least one adult."), code="no_adult")
    if any(one.school_id != school.pk for one in adults):
        raise ValidationError(_("Choose somebody who works at this school."), code="not_here")


def _so_far(rota: Rota) -> int:
    """The turns that those who serve have in the middle."""
    happened = Q(turns__rota=rota, turns__day__lt=today(rota.school))
    happened &= ~Q(turns__state=Turn.State.MISSED)
    rows = Staff.objects.filter(serves__rota=rota).annotate(
        taken=Count("turns", filter=happened, distinct=True)
    )
    already = dict(Server.objects.filter(rota=rota).values_list("staff_id", "already"))
    return int(median([one.taken + already[one.pk] for one in rows] or [0]))


def _calmest(rota: Rota, every: int) -> int:
    """In which of `every` periods the fewest children have their turns."""
    held = [Served.objects.filter(rota=rota, every=every, phase=k).count() for k in range(every)]
    return held.index(min(held))


def _record(verb: Any, rota: Rota, by: Account | None, **payload: Any) -> None:
    record(
        verb,
        school_id=rota.school_id,
        by_id=by.pk if by else None,
        subject_id=rota.pk,
        payload=payload,
    )
