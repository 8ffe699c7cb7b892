"""Measure whether the answers of some children are foreseen worse than those of the others."""

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account, Child, GuardianPlace, School, Sex

from .. import verbs
from ..folding import steps_of
from ..knowledge import learner_of, start
from ..models import FairnessReport

SEED = 1
"""The same answers give the same bounds."""


def ask_fairness(*, school: School, by: Account) -> FairnessReport:
    """Have it measured in the background."""
    from ..jobs import measure_fairness as job

    with transaction.atomic():
        report, _ = FairnessReport.objects.update_or_create(
            school=school, defaults={"asked_at": clock.now(), "made_at": None}
        )
        record(verbs.FAIRNESS_MEASURED, school_id=school.pk, by_id=by.pk)
        job.enqueue(school_id=str(school.pk))
    return report


def measure_fairness(school_id: UUID | str) -> None:
    """Foresee each answer from the child's earlier ones, and set the groups side by side.

    Groups play no part in what is foreseen: the learner is never told of them. Runs in a child
    process (it loads NumPy); twice is once.
    """
    import numpy as np

    from terrace.engines.learner.fairness import compare

    school = School.objects.get(pk=school_id)
    learner = learner_of(school.pk)
    children = list(Child.objects.filter(school=school, left_on=None).order_by("pk"))
    steps = steps_of([child.pk for child in children])
    correct: list[bool] = []
    chance: list[float] = []
    pupil: list[int] = []
    for number, child in enumerate(children):
        own = steps.get(child.pk, [])
        state = start(learner, grade=own[0].grade) if own else None
        for step in own:
            assert state is not None
            one = step.attempt
            foreseen = learner.predict(state, item=one.item, skills=one.skills, day=one.day)
            correct.append(one.correct)
            chance.append(foreseen.chance)
            pupil.append(number)
            state = learner.update(state, one)
    found = compare(
        correct, chance, pupil, groups=_groups(children), rng=np.random.default_rng(SEED)
    )
    FairnessReport.objects.filter(school=school).update(
        made_at=clock.now(), answers=len(correct), groups=[asdict(one) for one in found]
    )


def _groups(children: Iterable[Child]) -> dict[str, dict[int, bool]]:
    """Group → number of the child → whether she belongs; absent where it is not known."""
    numbered = dict(enumerate(children))
    places = GuardianPlace.objects.filter(
        guardian__child__in=[child.pk for child in numbered.values()], until=None
    )
    known: set[UUID] = set()
    home: set[UUID] = set()
    for child, relation, away in places.values_list(
        "guardian__child_id", "guardian__relation", "away"
    ):
        if relation in PARENTS:
            known.add(child)
            if not away:
                home.add(child)
    return {
        "parents_away": {
            number: child.pk not in home for number, child in numbered.items() if child.pk in known
        },
        "girls": {
            number: child.sex == Sex.FEMALE for number, child in numbered.items() if child.sex
        },
        "boarders": {number: child.dorm_id is not None for number, child in numbered.items()},
    }


PARENTS = ("mother", "father")
