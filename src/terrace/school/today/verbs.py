"""What can happen to a to-do, for the journal."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import Verb, register

ASKED = register(Verb("today.asked", _("put something on somebody's list for today")))
FINISHED = register(Verb("today.finished", _("what was to be done is done")))
DONE = register(Verb("today.done", _("ticked off what was to be done")))
HANDED_OVER = register(Verb("today.handed_over", _("handed over what was to be done")))
SNOOZED = register(Verb("today.snoozed", _("put off what was to be done")))
