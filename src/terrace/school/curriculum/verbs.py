"""What can happen to curricula."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import Verb, register

FRAMEWORK_IMPORTED = register(
    Verb("curriculum.framework_imported", _("brought in a curriculum of another program"))
)
