"""Codes and numbers become sentences about a child: what she can do, then what comes next."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terrace.engines.learner.classes import Beyond, Misleading
from terrace.engines.learner.plan import Reason, ReasonCode, TeachAgain
from terrace.engines.paper.content import as_text
from terrace.school.curriculum.misconceptions import MISCONCEPTIONS
from terrace.school.curriculum.registry import UnknownSkillError, generate, skill
from terrace.school.curriculum.skills import Skill

from .wording import language, listed, own, sentences
from .worksheets import reason_from_json

STATES = ("known", "fading", "learning", "not_met")
"""In the order of a page: what she can do first."""


def skill_name(code: str | None) -> str:
    """A skill's name; its code where the curriculum no longer has it."""
    if code is None:
        return ""
    try:
        return own(skill(code).name)
    except UnknownSkillError:
        return code


def summary(can: Sequence[Skill], coming: Sequence[Skill]) -> str:
    """One line on a child: "Can add two-digit numbers in columns. Next: …"."""
    parts = []
    if can:
        parts.append(_("%(skills)s.") % {"skills": _joined([own(one.can_do) for one in can])})
    if coming:
        told = listed([_lower(own(one.name)) for one in coming])
        if can:
            parts.append(_("Next: %(skills)s.") % {"skills": told})
        else:
            parts.append(_("Practising now: %(skills)s.") % {"skills": told})
    return sentences(parts) or _("The first sheet will show what to begin with.")


def state(code: str) -> str:
    """What we call a state of a skill."""
    return {
        "known": _("Can do"),
        "fading": _("Could do; worth another look"),
        "learning": _("Practising now"),
        "not_met": _("Still to come"),
    }[code]


def became(code: str, name: str, what: Skill, *, before: str) -> str:
    """What has changed in a skill since last week; empty where that needs no words."""
    told = {"name": name, "skill": own(what.name), "can": own(what.can_do)}
    if code == "known" and before == "fading":
        return _("%(skill)s: fresh again.") % told
    if code == "known":
        return _("New: %(can)s.") % told
    if code == "fading":
        return _("%(skill)s: known, and worth another look soon.") % told
    if code == "learning" and before == "not_met":
        return _("%(name)s has begun: %(skill)s.") % told
    if code == "learning":
        return _("%(skill)s: being practised again.") % told
    return ""


def reason(one: Reason, name: str) -> str:
    """A reason in words; every number in it is the reason's own."""
    told = {
        "name": name,
        "skill": skill_name(one.skill),
        "base": skill_name(one.base),
        "right": one.right,
        "of": one.of,
        "days": one.days,
        "tenths": tenths(one.chance) if one.chance is not None else None,
    }
    return _template(one) % told


def _template(one: Reason) -> str:
    match one.code:
        case ReasonCode.CONFIDENT_START:
            return _("To begin with, one that %(name)s will probably manage: %(skill)s.")
        case ReasonCode.CONFIDENT_END:
            return _("To end with, one that %(name)s will probably manage: %(skill)s.")
        case ReasonCode.AT_THE_EDGE:
            return _(
                "%(skill)s: %(name)s would manage about %(tenths)s in ten, so practice helps most "
                "here."
            )
        case ReasonCode.NEXT_STEP:
            return _("%(skill)s is the next step: what it rests on is there.")
        case ReasonCode.REVIEW if one.days is not None:
            return _(
                "%(name)s could do this: %(skill)s. It has not come up for %(days)s days, so it "
                "comes back."
            )
        case ReasonCode.REVIEW:
            return _("%(name)s could do this: %(skill)s. It comes back so that it stays.")
        case ReasonCode.ASKED_FOR if one.base is not None:
            return _("The teacher chose %(skill)s. It is worth looking at this first: %(base)s.")
        case ReasonCode.ASKED_FOR:
            return _("The teacher chose %(skill)s.")
        case ReasonCode.RECENT_RIGHT:
            return _("%(right)s of the latest %(of)s answers on this were right.")
        case ReasonCode.NOT_MET:
            return _("This has not come up on a sheet yet.")
        case ReasonCode.PREREQUISITE_READY:
            return _("What it rests on is there: %(base)s.")
        case ReasonCode.PREREQUISITE_FIRST:
            return _("First comes what it rests on: %(base)s.")
        case ReasonCode.NOT_PRACTISED_SINCE:
            return _("It has not come up for %(days)s days.")


def why(reasons: Sequence[Mapping[str, Any]], name: str) -> str:
    """Why a question stands on a child's sheet: its own reason, and the strongest one behind it."""
    told = [reason_from_json(one) for one in reasons]
    behind = [one for one in told[1:] if one.code in _BEHIND.get(told[0].code, ())]
    return sentences([reason(one, name) for one in (*told[:1], *behind[:1])])


_BEHIND: Mapping[ReasonCode, tuple[ReasonCode, ...]] = {
    ReasonCode.AT_THE_EDGE: (ReasonCode.RECENT_RIGHT,),
    ReasonCode.CONFIDENT_START: (ReasonCode.RECENT_RIGHT,),
    ReasonCode.CONFIDENT_END: (ReasonCode.RECENT_RIGHT,),
    ReasonCode.NEXT_STEP: (ReasonCode.PREREQUISITE_READY,),
    ReasonCode.REVIEW: (ReasonCode.RECENT_RIGHT,),
}
"""What else is said beside a question's own reason; the rest would only repeat it."""


def teach_again(one: TeachAgain) -> str:
    """The evidence for teaching a skill again."""
    parts = []
    if one.children:
        count = len(one.children)
        parts.append(
            ngettext(
                "%(count)d child is still practising it: %(right)d of %(of)d latest answers right.",
                "%(count)d children are still practising it: %(right)d of %(of)d latest answers "
                "right.",
                count,
            )
            % {"count": count, "right": one.right, "of": one.of}
        )
    if one.fading:
        count = len(one.fading)
        parts.append(
            ngettext(
                "%(count)d child knew it and has not met it for a while.",
                "%(count)d children knew it and have not met it for a while.",
                count,
            )
            % {"count": count}
        )
    return sentences(parts)


def beyond(one: Beyond, name: str, coming: Sequence[Skill]) -> str:
    """What a child shows beyond her grade's usual path, and what could come next for her."""
    parts = [
        _(
            "%(name)s: %(right)d of the latest %(of)d answers right; on these questions about "
            "%(usual)d are usual in this grade."
        )
        % {"name": name, "right": one.right, "of": one.of, "usual": round(one.usual)}
    ]
    if coming:
        told = listed([_lower(own(skill.name)) for skill in coming])
        parts.append(_("Ready for more: %(skills)s.") % {"skills": told})
    return sentences(parts)


def misleading(one: Misleading) -> str:
    """A kind of question that those who know its skill get wrong."""
    return _(
        "%(skill)s: of %(of)d answers by children who can do it, %(right)d were right on questions "
        "such as “%(example)s”. Perhaps the wording misleads."
    ) % {
        "skill": skill_name(one.skill),
        "of": one.of,
        "right": one.right,
        "example": _example(one.item),
    }


def _example(template: str) -> str:
    try:
        return as_text(generate(template, 1).statement[language()])
    except UnknownSkillError:
        return template


def group(names: Sequence[str]) -> str:
    """Children who sit together."""
    return listed(names)


def misconception(code: str, *, children: int) -> str:
    """What lies behind some wrong answers, and with how many children."""
    said = MISCONCEPTIONS.get(code)
    return ngettext("%(what)s (%(count)d child)", "%(what)s (%(count)d children)", children) % {
        "what": said[language()] if said else code,
        "count": children,
    }


def loss(share: float, *, questions: int) -> str:
    """What a child loses, on average, by sharing a sheet."""
    lost = share * questions
    if lost < 0.5:
        return _("Hardly a question suits anyone less than on a sheet of their own.")
    return ngettext(
        "About %(count)d question of %(of)d suits each child less than on a sheet of their own.",
        "About %(count)d questions of %(of)d suit each child less than on a sheet of their own.",
        round(lost),
    ) % {"count": round(lost), "of": questions}


def plan_error(code: str) -> str:
    """Why a week's sheets cannot be made, and what to do."""
    return {
        "no_children": _("There is no child in this class yet. Bring in the class list first."),
        "versions": _("Choose one sheet for each child, or one to five versions."),
        "length": _("Choose a length within this grade's limit."),
    }[code]


def yuan(fen: int) -> str:
    """Money, as people write it."""
    return f"{fen // 100}.{fen % 100:02d}"


def tenths(chance: float) -> int:
    """A chance as so many in ten: never none, never all, since nothing is that certain."""
    return min(max(round(chance * 10), 1), 9)


def _joined(clauses: Sequence[str]) -> str:
    return ("；" if language() == "zh" else "; ").join(
        [*clauses[:1], *(_lower(one) for one in clauses[1:])]
    )


def _lower(text: str) -> str:
    """Within a sentence an English name begins small."""
    return text[:1].lower() + text[1:]
