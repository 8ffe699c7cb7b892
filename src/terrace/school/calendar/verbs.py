"""What can happen to the calendar."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import SyncedTo, Verb, register

TERM_MADE = register(Verb("calendar.term_made", _("entered a term"), SyncedTo.COUNTY))
HOURS_SET = register(Verb("calendar.hours_set", _("set the school's hours"), SyncedTo.COUNTY))
DAY_MARKED = register(
    Verb("calendar.day_marked", _("marked a holiday or a make-up day"), SyncedTo.COUNTY)
)
