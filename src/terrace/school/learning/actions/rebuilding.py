"""Work out anew what every child can do, and learn how hard the school's questions are."""

from uuid import UUID

from django.db import transaction

from terrace.engines.learner.attempt import Attempt as Answered
from terrace.engines.learner.calibrate import calibrate as fitted
from terrace.school.curriculum.priors import prior_bank, starting_level
from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.people.models import Account, Child, School

from .. import verbs
from ..folding import locked_states, save, steps_of
from ..knowledge import learner_of
from ..models import Attempt, PupilState, TemplateDifficulty
from .concluding import refolded


def rebuild(*, school: School, by: Account | None) -> int:
    """Fold every child's attempts anew; for how many children something changed.

    It gives what reading every sheet in order gives, so on a sound database it changes nothing.
    """
    with transaction.atomic():
        changed = _fold_all(school.pk)
        record(
            verbs.REBUILT,
            school_id=school.pk,
            by_id=by.pk if by else None,
            payload={"changed": changed},
        )
    return changed


def calibrate(*, school: School, by: Account | None) -> int:
    """Learn from all answers of the school how hard its questions are, and fold every child anew.

    All or nothing: until it is done, pages show what was known before. How many kinds of question
    have a difficulty of their own now.
    """
    with transaction.atomic():
        answers: dict[str, list[Answered]] = {}
        levels: dict[str, float] = {}
        children = Child.objects.filter(school=school, attempts__isnull=False).distinct()
        for child, steps in steps_of(children.values_list("pk", flat=True)).items():
            answers[str(child)] = [step.attempt for step in steps]
            levels[str(child)] = starting_level(steps[0].grade)
        found = fitted(answers, prior=prior_bank(), levels=levels)
        counts: dict[str, int] = {}
        for template in Attempt.objects.filter(school=school).values_list("template", flat=True):
            counts[template] = counts.get(template, 0) + 1
        now = clock.now()
        TemplateDifficulty.objects.filter(school=school).delete()
        TemplateDifficulty.objects.bulk_create(
            [
                TemplateDifficulty(
                    school=school,
                    template=template,
                    mean=found.difficulty[template].mean,
                    variance=found.difficulty[template].variance,
                    attempts=count,
                    fitted_at=now,
                )
                for template, count in sorted(counts.items())
            ]
        )
        _fold_all(school.pk)
        record(
            verbs.CALIBRATED,
            school_id=school.pk,
            by_id=by.pk if by else None,
            payload={"templates": len(counts)},
        )
    return len(counts)


def _fold_all(school_id: UUID) -> int:
    learner = learner_of(school_id)
    having = set(Attempt.objects.filter(school_id=school_id).values_list("child_id", flat=True))
    kept = set(PupilState.objects.filter(school_id=school_id).values_list("child_id", flat=True))
    states = locked_states(dict.fromkeys(having | kept, school_id))
    steps = steps_of(states)
    changed = [
        state for child, state in states.items() if refolded(state, learner, steps.get(child, []))
    ]
    save(changed)
    return len(changed)
