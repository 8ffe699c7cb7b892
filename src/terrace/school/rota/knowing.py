"""Who knows each child already: that is worth something when somebody is to hear her."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from terrace.school.people.models import Child, Dorm, Mentoring, SchoolClass, Teaching

WORTH = {"class": 100, "mentor": 100, "dorm": 60, "teaches": 40}
"""What it is worth that an adult knows a child, 0 to 1000 as the planner counts it."""


def mentors_of(children: Iterable[Child]) -> dict[Any, list[str]]:
    """The ids of each child's mentors, by the child's id."""
    found: dict[Any, list[str]] = defaultdict(list)
    rows = Mentoring.objects.filter(child__in=list(children), until=None).order_by("since", "id")
    for pk, staff in rows.values_list("child_id", "staff_id"):
        found[pk].append(str(staff))
    return found


def known_by(children: Iterable[Child]) -> dict[Any, dict[str, int]]:
    """By the child's id: who knows her (class teacher, mentor, dorm, teacher), and its worth."""
    children = list(children)
    classes = {child.school_class_id for child in children if child.school_class_id}
    of_class: dict[Any, dict[str, int]] = defaultdict(dict)
    taught = Teaching.objects.filter(school_class__in=classes)
    for pk, staff in taught.values_list("school_class_id", "staff_id"):
        of_class[pk][str(staff)] = WORTH["teaches"]
    rows = SchoolClass.objects.filter(pk__in=classes).exclude(class_teacher=None)
    for pk, teacher in rows.values_list("pk", "class_teacher_id"):
        of_class[pk][str(teacher)] = WORTH["class"]
    of_dorm: dict[Any, list[str]] = defaultdict(list)
    dorms = Dorm.objects.filter(pk__in={child.dorm_id for child in children if child.dorm_id})
    for pk, carer in dorms.exclude(carers=None).values_list("pk", "carers"):
        of_dorm[pk].append(str(carer))
    mentors = mentors_of(children)
    found = {}
    for child in children:
        known = dict(of_class[child.school_class_id])
        for one in of_dorm[child.dorm_id]:
            known[one] = max(known.get(one, 0), WORTH["dorm"])
        for one in mentors[child.pk]:
            known[one] = WORTH["mentor"]
        found[child.pk] = known
    return found
