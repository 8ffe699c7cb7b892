"""What can happen to a roll, for the journal."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import Verb, register

TAKEN = register(Verb("attendance.taken", _("took the roll")))
CORRECTED = register(Verb("attendance.corrected", _("corrected the roll")))
