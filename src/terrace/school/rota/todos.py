"""What rotas put on Today: the turns of the day, and who has none."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from terrace.school.calendar.queries import today
from terrace.school.people.queries import principals
from terrace.school.today.actions import ask, finish
from terrace.school.today.models import Todo, Urgency
from terrace.school.today.registry import TodoKind, register

from .models import Rota, Turn
from .registry import page_of


def _sentence(todo: Todo) -> str:
    told = {
        "time": todo.detail.get("time", ""),
        "what": todo.detail.get("what", ""),
        "name": todo.child.name if todo.child else "",
    }
    if todo.child:
        return _("%(what)s: %(name)s at %(time)s") % told
    return _("%(what)s at %(time)s") % told


def _url(todo: Todo) -> str:
    return reverse(page_of(todo.detail.get("kind", "")))


TURN = register(TodoKind("rota.turn", sentence=_sentence, url=_url, can_hand_over=False))


def _short_sentence(todo: Todo) -> str:
    return _("See who has no turn in %(rota)s") % {"rota": todo.detail.get("what", "")}


def _short_url(todo: Todo) -> str:
    return reverse("rota", args=[todo.subject_id])


SHORT = register(TodoKind("rota.short", sentence=_short_sentence, url=_short_url))


def tell_of_shortage(rota: Rota, *, is_complete: bool) -> None:
    """Let the principal know when the plan leaves somebody out, and no more once it does not."""
    if is_complete:
        finish(SHORT, key=str(rota.pk), school=rota.school)
        return
    for staff in principals(rota.school)[:1]:
        ask(
            SHORT,
            key=str(rota.pk),
            staff=staff,
            school=rota.school,
            urgency=Urgency.TODAY,
            subject_id=rota.pk,
            detail={"what": rota.name},
        )


def ask_for_today(rota: Rota) -> None:
    """Tell those whose turn it is today."""
    if rota.ended_at is not None:
        return
    rows = Turn.objects.filter(rota=rota, day=today(rota.school), state=Turn.State.PLANNED)
    for turn in rows.select_related("staff", "child"):
        last = turn.day if turn.ends > turn.begins else turn.day + timedelta(days=1)
        ask(
            TURN,
            key=str(turn.pk),
            staff=turn.staff,
            school=rota.school,
            urgency=Urgency.TODAY,
            due_at=datetime.combine(last, turn.ends, tzinfo=ZoneInfo(settings.TIME_ZONE)),
            child=turn.child,
            subject_id=turn.pk,
            detail={
                "kind": rota.kind,
                "time": f"{turn.begins:%H:%M}",
                "what": rota.name if rota.serves_children else f"{rota.name} {turn.post}",
            },
        )


def not_needed(turns: Iterable[Turn]) -> None:
    """They are settled, or nobody has to take them any more."""
    for turn in turns:
        finish(TURN, key=str(turn.pk), school=turn.school)


def end_past(rota: Rota, now: date) -> None:
    """Forget duties that are over, and turns that are settled."""
    open_keys = Todo.objects.filter(kind=TURN.name, school=rota.school, done_at=None)
    asked = Turn.objects.filter(rota=rota, pk__in=open_keys.values_list("subject_id"))
    not_needed(asked.filter(day__lt=now - timedelta(days=1)) | asked.exclude(state="planned"))
