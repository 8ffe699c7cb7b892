"""How fairly children are foreseen, in sentences: numbers with their bounds, and what they mean."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

Bounds = Mapping[str, float]


def fairness_group(code: str) -> str:
    """A group, as a page calls it."""
    return {
        "parents_away": _("Children with no parent at home"),
        "girls": _("Girls"),
        "boarders": _("Boarders"),
    }.get(code, code)


def too_few_to_say() -> str:
    """Where there are too few children or answers."""
    return _("Too few children or answers: nothing can be said.")


def fairness_verdict(inside: Bounds, outside: Bounds) -> str:
    """Whether too much or too little is expected of a group beside the others."""
    if inside["high"] < outside["low"]:
        return _("Less is expected of them than they show, compared with the others.")
    if inside["low"] > outside["high"]:
        return _("More is expected of them than they show, compared with the others.")
    return _("No difference that could not be chance.")


def fairness_side(seen: Mapping[str, Any], *, inside: bool) -> str:
    """One side's numbers with their bounds."""
    gap, auc = seen["gap"], seen["auc"]
    told = {
        "children": seen["children"],
        "answers": seen["answers"],
        "gap": _hundredths(gap["value"]),
        "gap_low": _hundredths(gap["low"]),
        "gap_high": _hundredths(gap["high"]),
        "auc": f"{auc['value']:.2f}" if auc else "–",
        "auc_low": f"{auc['low']:.2f}" if auc else "–",
        "auc_high": f"{auc['high']:.2f}" if auc else "–",
    }
    if inside:
        sentence = _(
            "They, %(children)s children with %(answers)s answers: foreseen less what came, of a "
            "hundred answers %(gap)s (%(gap_low)s to %(gap_high)s); right and wrong told apart "
            "(AUC) %(auc)s (%(auc_low)s to %(auc_high)s)."
        )
    else:
        sentence = _(
            "The others, %(children)s children with %(answers)s answers: %(gap)s (%(gap_low)s to "
            "%(gap_high)s); AUC %(auc)s (%(auc_low)s to %(auc_high)s)."
        )
    return sentence % told


def _hundredths(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-", "−")
