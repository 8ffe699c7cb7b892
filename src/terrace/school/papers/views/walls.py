"""Who asks, and the row that was asked for: of her school, and behind the right wall."""

from uuid import UUID

from django.http import Http404, HttpRequest

from terrace.school.people.models import Account, SchoolClass
from terrace.school.people.rules import found_here, is_principal, marks_for, prints_for, require

from ..models import Answer, Copy, Exam, Photo, PrintRun, Reading, Stack


def account_of(request: HttpRequest) -> Account:
    """Who is signed in."""
    assert isinstance(request.user, Account)
    return request.user


def class_to_mark(account: Account, class_id: UUID) -> SchoolClass:
    """A class for which she photographs and marks."""
    school_class = found_here(SchoolClass.objects.select_related("school"), account, class_id)
    require(marks_for, account, school_class)
    return school_class


def run_to_print(account: Account, run_id: UUID) -> PrintRun:
    """A run of a class for which she prints; one of no class is its maker's and the principal's."""
    runs = PrintRun.objects.select_related("school_class", "school")
    run = found_here(runs, account, run_id)
    if run.school_class is not None:
        require(prints_for, account, run.school_class)
    else:
        require(run.made_by_id == account.pk or bool(is_principal(account)), account, run)
    return run


def exam_to_mark(account: Account, exam_id: UUID) -> Exam:
    """An exam of a class for which she marks."""
    exam = found_here(Exam.objects.select_related("run", "school_class"), account, exam_id)
    require(marks_for, account, exam.school_class)
    return exam


def stack_to_photograph(account: Account, stack_id: UUID) -> Stack:
    """A stack of a class for which she marks."""
    stack = found_here(Stack.objects.select_related("school_class", "school"), account, stack_id)
    require(marks_for, account, stack.school_class)
    return stack


def photo_to_see(account: Account, photo_id: UUID) -> Photo:
    """A photograph of a class for which she marks."""
    photo = found_here(Photo.objects.select_related("stack__school_class"), account, photo_id)
    require(marks_for, account, photo.stack.school_class)
    return photo


def copy_to_mark(account: Account, copy_id: UUID) -> Copy:
    """The sheet of a child whom she marks."""
    copies = Copy.objects.select_related("child__school_class", "sheet__run")
    copy = found_here(copies, account, copy_id)
    require(marks_for, account, copy.child)
    return copy


def answer_to_settle(account: Account, answer_id: UUID) -> Answer:
    """An answer of a child whom she marks."""
    answers = Answer.objects.select_related("copy__child__school_class", "copy__sheet")
    answer = found_here(answers, account, answer_id)
    require(marks_for, account, answer.copy.child)
    return answer


def reading_to_settle(account: Account, reading_id: UUID) -> Reading:
    """A sheet on a photograph, of a class for which she marks."""
    readings = Reading.objects.select_related("school_class", "copy__child", "sheet")
    reading = found_here(readings, account, reading_id)
    if reading.school_class is None:
        raise Http404
    require(marks_for, account, reading.school_class)
    if reading.copy is not None:
        require(marks_for, account, reading.copy.child)
    return reading
