"""The demo school's talks: one was noted, something is agreed, one child asks to be heard."""

from datetime import timedelta

from terrace.school.calendar.queries import today
from terrace.school.care import actions
from terrace.school.care.talking import Said
from terrace.school.people.models import Account, School, SchoolClass
from terrace.school.people.queries import children_of


def talk_with_some(school: School) -> None:
    """What the teacher of class 3A finds on her page of talks."""
    teacher = Account.objects.filter(school=school, username="teacher").first()
    school_class = SchoolClass.objects.filter(school=school, code="3A").first()
    if teacher is None or school_class is None:
        return
    children = children_of(school_class)
    now = today(school)
    talk = actions.note_talk(
        child=children[0],
        staff=teacher.staff,
        day=now,
        said=Said(note="喜欢画画，想让奶奶看看。晚上睡得晚。", mood=4, came_up=("home", "sleep")),
        by=teacher,
    )
    actions.agree(
        child=children[0],
        talk=talk,
        what="把她的画寄给奶奶看",
        staff=teacher.staff,
        due=now + timedelta(days=1),
        by=teacher,
    )
    actions.wish(child=children[1], wants=teacher.staff, by=teacher)
