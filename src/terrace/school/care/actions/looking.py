"""Every hour: nobody who asked is forgotten, and nothing agreed stays with somebody who left."""

from terrace.school.calendar.queries import today
from terrace.school.people.models import Child, Staff
from terrace.school.people.queries import principals
from terrace.school.people.standing import is_present

from .. import todos
from ..models import FollowUp, Wish
from . import following, wishing


def look_over() -> int:
    """Pass on what lies with somebody who is not here, and let the principal know what is late.

    Gives how many wishes and follow-ups are open.
    """
    wishes = Wish.objects.filter(ended_at=None)
    wishes = wishes.select_related("school", "child__school_class__class_teacher", "child__dorm")
    open_ones = 0
    for one in wishes.select_related("staff__school"):
        if not is_present(one.child.left_on):
            wishing.gone(one)
            continue
        open_ones += 1
        now = wishing.pass_on_to_somebody(one)
        if today(now.school) > now.due:
            todos.tell_of_late_wish(now)
    agreed = FollowUp.objects.filter(done_at=None)
    for follow_up in agreed.select_related("school", "child__school_class__class_teacher", "staff"):
        open_ones += 1
        if is_present(follow_up.staff.left_on):
            todos.ask_to_follow_up(follow_up)
        elif (other := _who_steps_in(follow_up.child)) is not None:
            following.hand_on(follow_up=follow_up, to=other, by=None)
    return open_ones


def _who_steps_in(child: Child) -> Staff | None:
    """Her class teacher, or the principal."""
    teacher = child.school_class.class_teacher if child.school_class else None
    if teacher is not None and is_present(teacher.left_on):
        return teacher
    return next(iter(principals(child.school)), None)
