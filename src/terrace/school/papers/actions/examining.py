"""Exams: answer sheets for a class, and the key that they are scored by."""

from collections.abc import Sequence

from django.db import transaction

from terrace.engines.paper.form import Form, Language
from terrace.engines.paper.scoring import Key
from terrace.school.journal.actions import record
from terrace.school.people.models import Account, SchoolClass
from terrace.school.people.queries import children_of

from .. import examkey, verbs
from ..models import Exam
from .printing import NewSheet, add_sheets, start_run


def make_exam(
    *,
    title: str,
    school_class: SchoolClass,
    keys: Sequence[Key],
    language: Language,
    by: Account,
    form: Form | None = None,
) -> Exam:
    """Answer sheets for every child of the class, and the key; the PDF is made in the background.

    A long exam has several pages for each child, which lie together in the PDF. `form` has the
    questions themselves, by the names of the key, on one page; without it the sheets have numbers
    and marks alone. `ValueError` when the class has no child or the key no question, or when form
    and key ask different things.
    """
    from ..jobs import make_pdf

    children = list(children_of(school_class))
    if not children or not keys:
        raise ValueError("an exam needs a child and a question")
    if form is None:
        forms = examkey.forms_of(keys, title=title, language=language)
    elif [field.name for field in form.questions] == [key.name for key in keys]:
        forms = (form,)
    else:
        raise ValueError("the form asks something else than the key")
    with transaction.atomic():
        run = start_run(
            kind=examkey.KIND,
            title=title,
            school=school_class.school,
            school_class=school_class,
            by=by,
        )
        add_sheets(
            run,
            [
                NewSheet(page, child.name, school_class.name, [child])
                for child in children
                for page in forms
            ],
        )
        exam = Exam.objects.create(
            school=school_class.school,
            run=run,
            school_class=school_class,
            key=examkey.to_json(keys),
        )
        transaction.on_commit(lambda: make_pdf.enqueue(run_id=str(run.pk)))
    return exam


def change_key(exam: Exam, *, keys: Sequence[Key], by: Account) -> None:
    """Another key for the same questions: every score follows. `ValueError` for other questions."""
    with transaction.atomic():
        exam = Exam.objects.select_for_update().get(pk=exam.pk)
        before = examkey.from_json(exam.key)
        if [_shape(key) for key in before] != [_shape(key) for key in keys]:
            raise ValueError("the sheets that are printed ask something else")
        new = examkey.to_json(keys)
        if new == exam.key:
            return
        exam.key = new
        exam.save(update_fields=["key"])
        record(verbs.EXAM_KEY_CHANGED, school_id=exam.school_id, by_id=by.pk, subject_id=exam.pk)


def _shape(key: Key) -> tuple[str, int]:
    return key.name, getattr(key, "options", 0)
