"""What practices put on Today: steps of a try, its report, what waits for the principal's name."""

from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from terrace.engines.bundles.body import any_words
from terrace.school.calendar.queries import end_of_school_day
from terrace.school.people.models import Role, School, Staff
from terrace.school.people.standing import present
from terrace.school.today.actions import ask, finish
from terrace.school.today.models import Todo, Urgency
from terrace.school.today.registry import TodoKind, register

from .models import Draft, Step, Trial


def _title(todo: Todo) -> str:
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return any_words(todo.detail.get("title", {}), language)


def _trial_url(todo: Todo) -> str:
    return reverse("practice_trial", args=[todo.detail["trial"]])


def _step(todo: Todo) -> str:
    return _("%(words)s (trying “%(title)s”)") % {
        "words": todo.detail["words"],
        "title": _title(todo),
    }


def _report(todo: Todo) -> str:
    return _("Say what became of “%(title)s”") % {"title": _title(todo)}


def _sign_report(todo: Todo) -> str:
    return _("Read the report on “%(title)s” and sign it") % {"title": _title(todo)}


def _sign_draft(todo: Todo) -> str:
    return _("Read the practice “%(title)s” and sign it") % {"title": _title(todo)}


def _draft_url(todo: Todo) -> str:
    return reverse("practice_draft", args=[todo.detail["draft"]])


STEP = register(TodoKind("practice.step", sentence=_step, url=_trial_url, can_hand_over=False))
REPORT = register(
    TodoKind("practice.report", sentence=_report, url=_trial_url, can_hand_over=False)
)
SIGN_REPORT = register(TodoKind("practice.sign_report", sentence=_sign_report, url=_trial_url))
SIGN_DRAFT = register(TodoKind("practice.sign_draft", sentence=_sign_draft, url=_draft_url))


def ask_for_step(step: Step) -> None:
    """Ask whoever leads the try to do this step by its day."""
    trial = step.trial
    ask(
        STEP,
        key=str(step.pk),
        staff=trial.lead,
        school=trial.school,
        urgency=_urgency(trial.school, step.due),
        due_at=end_of_school_day(trial.school, step.due),
        subject_id=trial.pk,
        detail={"trial": str(trial.pk), "title": trial.title, "words": step.words},
    )


def ask_for_next(trial: Trial) -> None:
    """Ask for the first step that is not done; those after it come when their turn is."""
    step = trial.steps.filter(done_at=None).order_by("place").first()
    if step is not None:
        ask_for_step(step)


def ask_for_report(trial: Trial) -> None:
    """Ask whoever leads the try to say what became of it."""
    ask(
        REPORT,
        key=str(trial.pk),
        staff=trial.lead,
        school=trial.school,
        urgency=_urgency(trial.school, trial.report_on),
        due_at=end_of_school_day(trial.school, trial.report_on),
        subject_id=trial.pk,
        detail={"trial": str(trial.pk), "title": trial.title},
    )


def ask_to_sign_report(trial: Trial) -> None:
    """Ask the principal to read the report before it leaves the school."""
    principal = _principal(trial.school)
    if principal is not None:
        ask(
            SIGN_REPORT,
            key=str(trial.pk),
            staff=principal,
            school=trial.school,
            urgency=Urgency.CAN_WAIT,
            subject_id=trial.pk,
            detail={"trial": str(trial.pk), "title": trial.title},
        )


def ask_to_sign_draft(draft: Draft) -> None:
    """Ask the principal to read a practice before it leaves the school."""
    principal = _principal(draft.school)
    if principal is not None:
        ask(
            SIGN_DRAFT,
            key=str(draft.pk),
            staff=principal,
            school=draft.school,
            urgency=Urgency.CAN_WAIT,
            subject_id=draft.pk,
            detail={"draft": str(draft.pk), "title": draft.body["title"]},
        )


def end_trial(trial: Trial) -> None:
    """A try that has been reported on asks for nothing more."""
    for step in trial.steps.all():
        finish(STEP, key=str(step.pk), school=trial.school)
    finish(REPORT, key=str(trial.pk), school=trial.school)


def _principal(school: School) -> Staff | None:
    rows = Staff.objects.filter(present(), school=school, appointments__role=Role.PRINCIPAL)
    return rows.order_by("id").first()


def _urgency(school: School, due: date) -> Urgency:
    from terrace.school.calendar.queries import today, week_of

    now = today(school)
    if due <= now:
        return Urgency.TODAY
    return Urgency.THIS_WEEK if week_of(due) == week_of(now) else Urgency.CAN_WAIT
