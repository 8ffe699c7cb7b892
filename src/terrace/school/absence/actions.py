"""An adult is away for some days, and comes back."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from terrace.school.calendar.queries import today
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.registry import Verb
from terrace.school.people.models import Account, Staff

from . import verbs
from .models import Absence
from .registry import tell

LONGEST_DAYS = 400
DAY = timedelta(days=1)


def away(
    *,
    staff: Staff,
    first: date,
    last: date,
    reason: str = Absence.Reason.PRIVATE,
    by: Account | None,
) -> Absence:
    """She is away from `first` to `last`; every plan is told. Said twice it is said once.

    The journal keeps the days, not the reason. Raises `ValidationError`.
    """
    ahead = (last - today(staff.school)).days
    if last < first or (last - first).days > LONGEST_DAYS or ahead > LONGEST_DAYS:
        raise ValidationError(_("The last day comes after the first, within a year."), code="order")
    if last < today(staff.school):
        raise ValidationError(_("These days are over."), code="over")
    if reason not in Absence.Reason.values:
        raise ValidationError(_("Choose one of the reasons."), code="reason")
    with transaction.atomic():
        one, is_new = Absence.objects.get_or_create(
            school=staff.school,
            staff=staff,
            first=first,
            last=last,
            defaults={"reason": reason, "made_at": clock.now(), "made_by": by},
        )
        if is_new:
            _record(verbs.AWAY, one, by)
            tell(staff, first, last, by)
    return one


def back(*, absence: Absence, by: Account | None) -> None:
    """She is here after all; twice is once."""
    with transaction.atomic():
        if not Absence.objects.filter(pk=absence.pk).delete()[0]:
            return
        _record(verbs.BACK, absence, by)
        tell(absence.staff, absence.first, absence.last, by)


def here_on(*, staff: Staff, day: date, by: Account | None) -> None:
    """She is here on this one day after all; the days before and after stay as they were said."""
    with transaction.atomic():
        for one in Absence.objects.filter(staff=staff, first__lte=day, last__gte=day):
            one.delete()
            _record(verbs.BACK, one, by)
            for first, last in ((one.first, day - DAY), (day + DAY, one.last)):
                if first <= last:
                    rest = {"reason": one.reason, "made_at": clock.now(), "made_by": by}
                    said = {"school": one.school, "staff": staff, "first": first, "last": last}
                    Absence.objects.get_or_create(**said, defaults=rest)
            tell(staff, day, day, by)


def _record(verb: Verb, one: Absence, by: Account | None) -> None:
    record(
        verb,
        school_id=one.school_id,
        by_id=by.pk if by else None,
        subject_id=one.staff_id,
        payload={"first": one.first.isoformat(), "last": one.last.isoformat()},
    )
