"""What can happen to a rota, for the journal."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import Verb, register

BEGUN = register(Verb("rota.begun", _("set up a rota")))
RULES_SET = register(Verb("rota.rules_set", _("changed the rules of a rota")))
ADULTS_SET = register(Verb("rota.adults_set", _("said who takes turns")))
CHILD_SET = register(Verb("rota.child_set", _("said how a child is served in a rota")))
CHILD_DROPPED = register(Verb("rota.child_dropped", _("took a child off a rota")))
PLANNED = register(Verb("rota.planned", _("planned the turns of a rota")))
DONE = register(Verb("rota.done", _("took a turn")))
MISSED = register(Verb("rota.missed", _("noted that a turn did not take place")))
ENDED = register(Verb("rota.ended", _("ended a rota")))
