"""Why: reasons whose every number comes from the child's answers or from the prediction."""

from math import floor

from terrace.engines.learner.model import Model
from terrace.engines.learner.plan import Chosen, Reason, ReasonCode
from terrace.engines.learner.pupil import Pupil, SkillEstimate

LATEST = 4
"""Reasons speak of so many of the latest answers."""


def explain(
    model: Model,
    pupil: Pupil,
    *,
    skill: str | None,
    chosen: Chosen | None,
    day: float | None,
) -> tuple[Reason, ...]:
    """Reasons for what we think of a skill, or for a chosen question (its own reason first).

    Give exactly one of ``skill`` and ``chosen``; raises ValueError otherwise.
    """
    if (skill is None) == (chosen is None):
        raise ValueError("explain one skill or one chosen question")
    if skill is not None:
        return _of_skill(model, pupil, skill, day)
    assert chosen is not None
    return (_of_choice(model, pupil, chosen, day), *_of_skills(model, pupil, chosen, day))


def _of_choice(model: Model, pupil: Pupil, chosen: Chosen, day: float | None) -> Reason:
    candidate = chosen.candidate
    chance = model.predict(pupil, item=candidate.item, skills=candidate.skills, day=day).chance
    skill = candidate.skills[0] if candidate.skills else None
    if chosen.reason is ReasonCode.REVIEW:
        for one in candidate.skills:
            if model.mastery(pupil, skill=one, day=day).state == "fading":
                return Reason(chosen.reason, skill=one, days=_rest(pupil.skills[one], day))
    if chosen.reason is ReasonCode.ASKED_FOR:
        for one in candidate.skills:
            first = _first_unready(model, pupil, one, day)
            if first is not None:
                return Reason(chosen.reason, skill=one, base=first)
    if chosen.reason is ReasonCode.NEXT_STEP:
        unmet = [s for s in candidate.skills if s not in pupil.skills or not pupil.skills[s].met]
        return Reason(chosen.reason, skill=unmet[0] if unmet else skill, chance=chance)
    return Reason(chosen.reason, skill=skill, chance=chance)


def _of_skills(model: Model, pupil: Pupil, chosen: Chosen, day: float | None) -> tuple[Reason, ...]:
    return tuple(
        reason
        for skill in chosen.candidate.skills
        for reason in _of_skill(model, pupil, skill, day)
    )


def _of_skill(model: Model, pupil: Pupil, skill: str, day: float | None) -> tuple[Reason, ...]:
    known = pupil.skills.get(skill)
    reasons = []
    if known is None or not known.met:
        reasons.append(Reason(ReasonCode.NOT_MET, skill=skill))
    else:
        latest = known.recent[-LATEST:]
        right = sum(correct for correct, _, _ in latest)
        reasons.append(Reason(ReasonCode.RECENT_RIGHT, skill=skill, right=right, of=len(latest)))
        days = _rest(known, day)
        if days is not None and days >= model.settings.rest_days:
            reasons.append(Reason(ReasonCode.NOT_PRACTISED_SINCE, skill=skill, days=days))
    if model.mastery(pupil, skill=skill, day=day).state in ("not_met", "learning"):
        for base in model.graph.prerequisites(skill):
            chance = model.mastery(pupil, skill=base, day=day).chance
            code = (
                ReasonCode.PREREQUISITE_READY
                if chance >= model.settings.ready
                else ReasonCode.PREREQUISITE_FIRST
            )
            reasons.append(Reason(code, skill=skill, base=base, chance=chance))
    return tuple(reasons)


def _first_unready(model: Model, pupil: Pupil, skill: str, day: float | None) -> str | None:
    for base in model.graph.prerequisites(skill):
        if model.mastery(pupil, skill=base, day=day).chance < model.settings.ready:
            return base
    return None


def _rest(known: SkillEstimate, day: float | None) -> int | None:
    if day is None or known.last_day is None:
        return None
    return max(floor(day) - floor(known.last_day), 0)
