"""What can happen to a timetable, for the journal."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import Verb, register

PERIODS_SET = register(Verb("timetable.periods_set", _("set the day's periods")))
ROOM_ADDED = register(Verb("timetable.room_added", _("added a shared room")))
MADE = register(Verb("timetable.made", _("began a timetable")))
COURSE_SET = register(Verb("timetable.course_set", _("said what is taught")))
COURSE_DROPPED = register(Verb("timetable.course_dropped", _("took a subject off the timetable")))
CLOSED_SET = register(Verb("timetable.closed_set", _("said when there is no lesson")))
SEARCHED = register(Verb("timetable.searched", _("had a timetable looked for")))
MOVED = register(Verb("timetable.moved", _("moved a lesson")))
UNDONE = register(Verb("timetable.undone", _("took a move back")))
IN_FORCE = register(Verb("timetable.in_force", _("put a timetable in force")))
COVERED = register(Verb("timetable.covered", _("found cover for a teacher who is away")))
COVER_DROPPED = register(Verb("timetable.cover_dropped", _("took a day's cover back")))
