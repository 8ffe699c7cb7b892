"""The kind of message that this part brings itself."""

from django.utils.translation import gettext_lazy as _

from .registry import MessageKind, register

NOTE_TO_FAMILY = register(MessageKind(name="messages.note_to_family", title=_("note to a family")))
