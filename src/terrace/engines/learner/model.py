"""The belief about a child and how an answer changes it.

A factorial logistic-normal model: the logit of success is

general + mean over the item's skills of (skill + share × mean of its prerequisites) − difficulty

with independent normal beliefs about every part. An answer moves each part by its own share of the
uncertainty: one Newton step of the posterior (Glickman, *Parameter estimation in large dynamic
paired comparison experiments*, 1999, section 3, with several players on one side). Variances never
fall below a floor, which keeps the step from vanishing: children change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, pi, sqrt
from typing import Literal

from terrace.engines.learner.attempt import Attempt
from terrace.engines.learner.bank import ItemBank
from terrace.engines.learner.graph import SkillGraph
from terrace.engines.learner.pupil import RECENT, Estimate, Pupil, SkillEstimate
from terrace.engines.learner.settings import Settings

State = Literal["known", "learning", "fading", "not_met"]


@dataclass(frozen=True, slots=True)
class Prediction:
    """Chance that the next answer is right, and the bounds between which it lies four times in
    five.
    """

    chance: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Mastery:
    """Chance of success over a skill's questions, with bounds, and what to call it."""

    chance: float
    low: float
    high: float
    state: State


@dataclass(frozen=True, slots=True)
class Parts:
    """The additive parts of a prediction in logits: their sum less ``difficulty`` is ``logit``."""

    general: float
    skill: float
    prerequisites: float
    difficulty: float
    logit: float
    variance: float


def logistic(logit: float) -> float:
    """The chance that a logit stands for; safe for any finite number."""
    if logit >= 0:
        return 1.0 / (1.0 + exp(-logit))
    raised = exp(logit)
    return raised / (1.0 + raised)


def prediction(logit: float, variance: float, interval: float) -> Prediction:
    """Average the chance over a normal belief (MacKay 1992, eq. 24) and give its bounds."""
    spread = interval * sqrt(variance)
    low, high = logistic(logit - spread), logistic(logit + spread)
    chance = logistic(logit / sqrt(1.0 + pi * variance / 8.0))
    return Prediction(min(max(chance, low), high), low, high)


class Model:
    """Update, rebuild, predict, mastery. Holds no child: every method is a function of its
    arguments.
    """

    def __init__(
        self,
        graph: SkillGraph | None = None,
        bank: ItemBank | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.graph = graph or SkillGraph()
        self.bank = bank or ItemBank()
        self.settings = settings or Settings()
        self._weights: dict[tuple[str, ...], tuple[tuple[str, float, float], ...]] = {}

    def newcomer(self, level: float = 0.0) -> Pupil:
        """A child of whom nothing is known but the usual level of her grade, in logits."""
        return Pupil(Estimate(level, self.settings.general_variance))

    def update(self, pupil: Pupil, attempt: Attempt) -> Pupil:
        """The child's state after one more answer, in a time that does not grow with answers."""
        settings, general = self.settings, pupil.general
        difficulty = self.bank.of(attempt.item, attempt.skills)
        logit = general.mean - difficulty.mean
        variance = general.variance + difficulty.variance
        parts = []
        for skill, direct, indirect in self.weights(attempt.skills):
            weight = direct + indirect
            known = pupil.skills.get(skill) or self._unmet()
            mean, spread = self._today(known, attempt.day)
            logit += weight * mean
            variance += weight * weight * spread
            parts.append((skill, direct, weight, known, mean, spread))
        chance = logistic(logit / sqrt(1.0 + pi * variance / 8.0))
        surprise = float(attempt.correct) - chance
        curve = chance * (1.0 - chance)
        step = 1.0 / (1.0 + curve * variance)

        def narrowed(spread: float, weight: float, floor: float) -> float:
            less = spread - weight * weight * spread * spread * curve * step
            return max(less, min(spread, floor))

        after = Estimate(
            general.mean + general.variance * step * surprise,
            narrowed(general.variance, 1.0, settings.general_floor),
        )
        skills = dict(pupil.skills)
        for skill, direct, weight, known, mean, spread in parts:
            gain = weight * spread * step * surprise
            if not direct:
                # Only leant on, not practised: its clock does not move, so it goes on fading.
                skills[skill] = SkillEstimate(
                    known.mean + gain,
                    narrowed(known.variance, weight, settings.skill_floor),
                    known.right,
                    known.wrong,
                    known.last_day,
                    known.recent,
                    known.secured,
                )
                continue
            recent = (*known.recent, (attempt.correct, attempt.day, attempt.item))[-RECENT:]
            skills[skill] = SkillEstimate(
                mean + gain,
                narrowed(spread, weight, settings.skill_floor),
                known.right + attempt.correct,
                known.wrong + (not attempt.correct),
                _later(known.last_day, attempt.day),
                recent,
                known.secured,
            )
        updated = Pupil(after, skills)
        for skill in attempt.skills:
            known = skills[skill]
            secured = self._secured(updated, skill, known)
            if secured != known.secured:
                skills[skill] = SkillEstimate(
                    known.mean,
                    known.variance,
                    known.right,
                    known.wrong,
                    known.last_day,
                    known.recent,
                    secured,
                )
        return updated

    def rebuild(self, attempts: Iterable[Attempt], *, start: Pupil | None = None) -> Pupil:
        """The state after all attempts in canonical order; a newcomer where no start is given."""
        pupil = start or self.newcomer()
        for attempt in attempts:
            pupil = self.update(pupil, attempt)
        return pupil

    def predict(
        self, pupil: Pupil, *, item: str, skills: Sequence[str], day: float | None = None
    ) -> Prediction:
        """How likely a right answer to this item is. Unknown children, items and skills are
        ordinary: wide.
        """
        parts = self.parts(pupil, item=item, skills=skills, day=day)
        return prediction(parts.logit, parts.variance, self.settings.interval)

    def parts(
        self, pupil: Pupil, *, item: str, skills: Sequence[str], day: float | None = None
    ) -> Parts:
        """The prediction for an item taken apart."""
        skills = tuple(sorted(set(skills)))
        difficulty = self.bank.of(item, skills)
        own, leant, variance = self._ability(pupil.skills, skills, day)
        return Parts(
            general=pupil.general.mean,
            skill=own,
            prerequisites=leant,
            difficulty=difficulty.mean,
            logit=pupil.general.mean + own + leant - difficulty.mean,
            variance=pupil.general.variance + variance + difficulty.variance,
        )

    def ability(
        self, pupil: Pupil, *, skills: tuple[str, ...], day: float | None = None
    ) -> Estimate:
        """What the child brings to a question on these skills (sorted, each once), before its
        difficulty.
        """
        own, leant, variance = self._ability(pupil.skills, skills, day)
        return Estimate(pupil.general.mean + own + leant, pupil.general.variance + variance)

    def mastery(self, pupil: Pupil, *, skill: str, day: float | None = None) -> Mastery:
        """How sure we are of a skill today.

        *known* is given by the lower bound, so a short lucky streak does not give it; it is taken
        back by several wrong answers, so one slip does not; *fading* is a known skill whose bound
        time has lowered.
        """
        found = self._success(pupil, skill, day)
        return Mastery(found.chance, found.low, found.high, self._state(pupil, skill, found))

    def ready(self, pupil: Pupil, *, skill: str, day: float | None = None) -> bool:
        """Whether each prerequisite is likely enough to carry the skill."""
        return all(
            self._success(pupil, base, day).chance >= self.settings.ready
            for base in self.graph.prerequisites(skill)
        )

    def weights(self, skills: tuple[str, ...]) -> tuple[tuple[str, float, float], ...]:
        """(skill, direct, indirect) weights of every skill that a question on ``skills`` draws on,
        by name.
        """
        found = self._weights.get(skills)
        if found is None:
            direct: dict[str, float] = dict.fromkeys(skills, 1.0 / max(len(skills), 1))
            indirect: dict[str, float] = {}
            for skill in skills:
                bases = self.graph.prerequisites(skill)
                for base in bases:
                    share = self.settings.prerequisite_share / (len(bases) * len(skills))
                    indirect[base] = indirect.get(base, 0.0) + share
            found = tuple(
                (skill, direct.get(skill, 0.0), indirect.get(skill, 0.0))
                for skill in sorted({*direct, *indirect})
            )
            self._weights[skills] = found
        return found

    def _ability(
        self, known: Mapping[str, SkillEstimate], skills: tuple[str, ...], day: float | None
    ) -> tuple[float, float, float]:
        own = leant = variance = 0.0
        for skill, direct, indirect in self.weights(skills):
            mean, spread = self._today(known.get(skill) or self._unmet(), day)
            own += direct * mean
            leant += indirect * mean
            variance += (direct + indirect) * (direct + indirect) * spread
        return own, leant, variance

    def _success(self, pupil: Pupil, skill: str, day: float | None) -> Prediction:
        # The questions' own uncertainty is left out: over all of a skill's it averages away.
        able = self.ability(pupil, skills=(skill,), day=day)
        logit = able.mean - self.bank.of_skill(skill).mean
        return prediction(logit, able.variance, self.settings.interval)

    def _state(self, pupil: Pupil, skill: str, today: Prediction) -> State:
        known = pupil.skills.get(skill)
        if known is None or not known.met:
            return "not_met"
        if not known.secured:
            return "learning"
        if today.low < self.settings.known_low:
            drop = self._success(pupil, skill, None).low - today.low
            if drop > self.settings.fading_drop:
                return "fading"
        return "known"

    def _secured(self, pupil: Pupil, skill: str, known: SkillEstimate) -> bool:
        low = self._success(pupil, skill, known.last_day).low
        if low >= self.settings.known_low:
            return True
        slips = sum(not correct for correct, _, _ in known.recent[-4:])
        return known.secured and (low >= self.settings.known_until or slips < self.settings.slips)

    def _unmet(self) -> SkillEstimate:
        return SkillEstimate(0.0, self.settings.skill_variance)

    def _today(self, known: SkillEstimate, day: float | None) -> tuple[float, float]:
        """Mean and variance after the time since the last answer; unchanged where a day is not
        known.
        """
        if day is None or known.last_day is None or day <= known.last_day:
            return known.mean, known.variance
        settings = self.settings
        memory = min(
            settings.memory_days * (1.0 + settings.memory_growth * known.right),
            settings.memory_longest,
        )
        kept = exp((known.last_day - day) / memory)
        # What was gained is forgotten; what was never there does not come by waiting.
        mean = known.mean * kept if known.mean > 0 else known.mean
        prior = settings.skill_variance
        return mean, prior - (prior - known.variance) * kept * kept


def _later(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return one if other is None else other
    return max(one, other)
