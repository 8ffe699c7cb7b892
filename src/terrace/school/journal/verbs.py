"""What can happen to the journal itself."""

from django.utils.translation import gettext_lazy as _

from .registry import Verb, register

ERASED = register(Verb("journal.erased", _("erased what the journal said of a person")))
NEW_NODE = register(Verb("journal.new_node", _("went on from a restored backup")))
