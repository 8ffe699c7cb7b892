"""What can happen to printed forms, photographs and marks."""

from django.utils.translation import gettext_lazy as _

from terrace.school.journal.registry import SyncedTo, Verb, register

RUN_STARTED = register(Verb("papers.run_started", _("started a print run")))
RUN_READY = register(Verb("papers.run_ready", _("made the PDF of a print run")))
RUN_FAILED = register(Verb("papers.run_failed", _("could not make the PDF of a print run")))
RUN_ASKED_AGAIN = register(
    Verb("papers.run_asked_again", _("asked again for the PDF of a print run"))
)
EXAM_KEY_CHANGED = register(Verb("papers.exam_key_changed", _("changed the key of an exam")))
STACK_OPENED = register(Verb("papers.stack_opened", _("opened a stack of sheets")))
PHOTO_RECEIVED = register(Verb("papers.photo_received", _("received a photograph of sheets")))
PHOTO_READ = register(Verb("papers.photo_read", _("read a photograph of sheets")))
SHEET_READ = register(
    Verb("papers.sheet_read", _("read a child's sheet"), synced_to=SyncedTo.COUNTY)
)
ANSWERS_RECORDED = register(
    Verb(
        "papers.answers_recorded",
        _("entered the answers of a child's sheet"),
        synced_to=SyncedTo.COUNTY,
    )
)
ANSWER_SETTLED = register(Verb("papers.answer_settled", _("settled a doubtful mark")))
ANSWER_REOPENED = register(Verb("papers.answer_reopened", _("took back how a mark was settled")))
ANSWER_CORRECTED = register(Verb("papers.answer_corrected", _("corrected a mark")))
WHO_SETTLED = register(Verb("papers.who_settled", _("said whose sheet it is")))
WHO_REOPENED = register(Verb("papers.who_reopened", _("asked again whose sheet it is")))
DIFFERS_SETTLED = register(
    Verb("papers.differs_settled", _("chose between two photographs of a sheet"))
)
READING_ACCEPTED = register(
    Verb("papers.reading_accepted", _("counted a sheet that a colleague photographed"))
)
READING_SET_ASIDE = register(Verb("papers.reading_set_aside", _("set a photographed sheet aside")))
READING_REOPENED = register(
    Verb("papers.reading_reopened", _("took back a decision about a photographed sheet"))
)
FILES_ERASED = register(Verb("papers.files_erased", _("erased photographs that were done with")))
