"""What an exam tells, in words."""

from django import template
from django.utils.translation import gettext as _

from terrace.engines.paper.scoring import Item, Reliability

register = template.Library()


@register.filter
def solved(item: Item) -> str:
    """The share of a question's points with its interval: `80 % (49–94 %)`."""
    if item.solved is None or item.low is None or item.high is None:
        return "–"
    return f"{item.solved:.0%} ({item.low * 100:.0f}–{item.high:.0%})"


@register.filter
def reliability(told: Reliability) -> str:
    """How far the points would come out alike in another such exam."""
    return _("Reliability (Cronbach's alpha): %(alpha).2f, between %(low).2f and %(high).2f.") % {
        "alpha": told.alpha,
        "low": told.low,
        "high": told.high,
    }
