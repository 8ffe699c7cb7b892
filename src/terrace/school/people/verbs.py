"""What can happen to people and accounts."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import SyncedTo, Verb, register

SCHOOL_MADE = register(Verb("people.school_made", _("set up the school"), SyncedTo.COUNTY))
CLASS_MADE = register(Verb("people.class_made", _("added a class"), SyncedTo.COUNTY))
CLASS_TEACHER_SET = register(
    Verb("people.class_teacher_set", _("named a class teacher"), SyncedTo.COUNTY)
)
DORM_MADE = register(Verb("people.dorm_made", _("added a dorm"), SyncedTo.COUNTY))

STAFF_ADDED = register(Verb("people.staff_added", _("added an adult"), SyncedTo.COUNTY))
STAFF_LEFT = register(Verb("people.staff_left", _("noted that an adult has left"), SyncedTo.COUNTY))
APPOINTED = register(Verb("people.appointed", _("gave a role"), SyncedTo.COUNTY))
DISMISSED = register(Verb("people.dismissed", _("took a role back"), SyncedTo.COUNTY))
TEACHING_GIVEN = register(
    Verb("people.teaching_given", _("noted who teaches what"), SyncedTo.COUNTY)
)
TEACHING_ENDED = register(
    Verb("people.teaching_ended", _("noted who no longer teaches what"), SyncedTo.COUNTY)
)
MENTOR_FOUND = register(Verb("people.mentor_found", _("found a mentor"), SyncedTo.COUNTY))

CHILD_ADDED = register(Verb("people.child_added", _("added a child"), SyncedTo.COUNTY))
CHILD_CHANGED = register(
    Verb("people.child_changed", _("changed a child's entry"), SyncedTo.COUNTY)
)
CHILD_LEFT = register(Verb("people.child_left", _("noted that a child has left"), SyncedTo.COUNTY))
GUARDIAN_ADDED = register(Verb("people.guardian_added", _("added a guardian")))
GUARDIAN_MOVED = register(Verb("people.guardian_moved", _("noted where a guardian lives")))
LIST_IMPORTED = register(Verb("people.list_imported", _("brought in a class list")))

FAMILY_SEEN = register(Verb("people.family_seen", _("looked at the family part"), is_look=True))

ACCOUNT_OPENED = register(Verb("people.account_opened", _("opened an account")))
ACCOUNT_CLOSED = register(Verb("people.account_closed", _("closed an account")))
SIGNED_IN = register(Verb("people.signed_in", _("signed in on a phone")))
SIGNED_OUT = register(Verb("people.signed_out", _("signed a phone out")))
CODE_ISSUED = register(Verb("people.code_issued", _("gave a code for a new password")))
PASSWORD_SET = register(Verb("people.password_set", _("chose a new password")))
LANGUAGE_SET = register(Verb("people.language_set", _("changed the language")))
