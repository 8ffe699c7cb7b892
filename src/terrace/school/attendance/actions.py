"""What people do with a roll: they take it, and mend it. Twice is once."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from terrace.school.calendar.queries import school_days, today
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account, SchoolClass
from terrace.school.people.queries import children_of

from . import todos, verbs
from .models import Mark, Roll, State


def take_roll(
    *, school_class: SchoolClass, day: date, states: Mapping[UUID, str], by: Account | None
) -> Roll:
    """Write down who was at school on `day`; `states` by child, of those the page had.

    A child not named keeps what was said of her; the first time, she is here. Each later change of
    one child's state is an entry of the journal about her. Raises `ValidationError` for a day
    without school, a day to come, and a state that is none.
    """
    school = school_class.school
    if day > today(school):
        raise ValidationError(_("This day is still to come."), code="to_come")
    if not school_days(school, day, day):
        raise ValidationError(_("There is no school on this day."), code="no_school")
    if set(states.values()) - set(State.values):
        raise ValidationError(_("Choose one of the reasons."), code="no_such_state")
    children = children_of(school_class)
    with transaction.atomic():
        # The class's row is the lock: two phones take one roll after the other.
        SchoolClass.objects.select_for_update().get(pk=school_class.pk)
        roll, is_new = Roll.objects.get_or_create(
            school_class=school_class,
            day=day,
            defaults={"school": school, "taken_at": clock.now(), "taken_by": by},
        )
        known = {mark.child_id: mark for mark in roll.marks.all()}
        by_id = by.pk if by else None
        fresh = []
        for child in children:
            said = states.get(child.pk)
            mark = known.get(child.pk)
            if mark is None:
                state = said or State.HERE.value
                fresh.append(Mark(school=school, roll=roll, child=child, state=state))
            elif said is not None and mark.state != said:
                was, mark.state = mark.state, said
                mark.save(update_fields=["state"])
                record(
                    verbs.CORRECTED,
                    school_id=school.pk,
                    by_id=by_id,
                    about_id=child.pk,
                    subject_id=roll.pk,
                    payload={"day": day.isoformat(), "was": was, "now": said},
                )
        Mark.objects.bulk_create(fresh)
        if is_new:
            record(
                verbs.TAKEN,
                school_id=school.pk,
                by_id=by_id,
                subject_id=roll.pk,
                payload={"day": day.isoformat(), "children": len(fresh)},
            )
        todos.look_for_patterns(school_class, children)
    return roll
