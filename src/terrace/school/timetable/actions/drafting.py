"""A timetable may be changed until it is in force, and not while a plan is being looked for."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Timetable


def draft_of(timetable: Timetable) -> Timetable:
    """The timetable, its row locked. Raises `ValidationError` when it cannot be changed now."""
    draft = Timetable.objects.select_for_update().get(pk=timetable.pk)
    if draft.state != Timetable.State.DRAFT:
        raise ValidationError(
            _("This timetable is in force. Begin a new one from it to change it."), code="in_force"
        )
    if draft.search_since is not None:
        raise ValidationError(_("A plan is being looked for. Wait, or end it."), code="searching")
    return draft
