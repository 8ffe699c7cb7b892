"""What can happen to an absence, for the journal."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import Verb, register

AWAY = register(Verb("absence.away", _("said that an adult is away")))
BACK = register(Verb("absence.back", _("took an absence back")))
