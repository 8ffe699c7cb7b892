"""What can happen to practices, for the journal."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import Verb, register

WRITTEN = register(Verb("practice.written", _("wrote a practice")))
SIGNED = register(Verb("practice.signed", _("signed a practice for other schools")))
WITHDRAWN = register(Verb("practice.withdrawn", _("took a practice back")))
TRIED = register(Verb("practice.tried", _("began to try a practice")))
STEP_DONE = register(Verb("practice.step_done", _("did a step of a practice")))
REPORTED = register(Verb("practice.reported", _("reported on a practice")))
REPORT_SIGNED = register(Verb("practice.report_signed", _("signed a report on a practice")))
PHOTO_ADDED = register(Verb("practice.photo_added", _("added a photograph to a practice")))
PHOTO_REMOVED = register(Verb("practice.photo_removed", _("took a photograph out of a practice")))
EXPORTED = register(Verb("practice.exported", _("made a bundle of practices")))
IMPORTED = register(Verb("practice.imported", _("brought in a bundle of practices")))
KEY_MADE = register(Verb("practice.key_made", _("made the school's signing key")))
KEY_REVOKED = register(Verb("practice.key_revoked", _("revoked the school's signing key")))
BOOK_EDITED = register(Verb("practice.book_edited", _("edited the book of practices")))
