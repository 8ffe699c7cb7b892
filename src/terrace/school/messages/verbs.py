"""What can happen to a message, for the journal."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import Verb, register

WRITTEN = register(Verb("messages.written", _("wrote a message")))
PRINTED = register(Verb("messages.printed", _("printed a message")))
WITHDRAWN = register(Verb("messages.withdrawn", _("withdrew a message")))
