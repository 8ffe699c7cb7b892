"""What can happen in care, for the journal."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import Verb, register

TALKED = register(Verb("care.talked", _("talked with a child")))
NOTE_CHANGED = register(Verb("care.note_changed", _("changed the note of a talk")))
NOTE_READ = register(Verb("care.note_read", _("read the note of a talk"), is_look=True))
AGREED = register(Verb("care.agreed", _("noted what was agreed with a child")))
HANDED_ON = register(Verb("care.handed_on", _("gave to another adult what was agreed")))
FOLLOWED_UP = register(Verb("care.followed_up", _("did what was agreed with a child")))
WISHED = register(Verb("care.wished", _("noted that a child asks for a talk")))
WISH_ENDED = register(
    Verb("care.wish_ended", _("noted that a child who asked for a talk has left"))
)
WISH_PASSED_ON = register(Verb("care.wish_passed_on", _("asked another adult to hear a child")))
