"""Words for codes that the people's tables keep."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "class_teacher": _("class teacher"),
    "boarding": _("boarding staff"),
    "principal": _("principal"),
    "office": _("office"),
}
"""Names of rules (`rules.family_reason`) as one reads them after "as"."""

RELATIONS: dict[str, str | Promise] = {
    "mother": _("mother"),
    "father": _("father"),
    "grandmother": _("grandmother"),
    "grandfather": _("grandfather"),
    "other": _("relative"),
}


def reason(name: str) -> str:
    """A rule's name in words; empty for one that is not known."""
    return str(REASONS.get(name, ""))


def relation(name: str) -> str:
    """A guardian's relation to the child in words."""
    return str(RELATIONS.get(name, RELATIONS["other"]))
