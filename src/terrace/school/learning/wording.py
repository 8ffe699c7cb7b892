"""The language that a sentence is written in: the page's, or the sheet's."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language

from terrace.school.curriculum.items import Language

SHEET_LANGUAGE: Language = "zh"
"""Children read Chinese, whatever language the teacher's page is in."""


def language() -> Language:
    """The page's language, of the two that the curriculum speaks."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def own(words: Mapping[Language, str]) -> str:
    """These words in the page's language."""
    return words[language()]


def listed(names: Sequence[str], among: Language | None = None) -> str:
    """Names one after another, as the language lists them."""
    if (among or language()) == "zh":
        return "、".join(names)
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def sentences(parts: Sequence[str], among: Language | None = None) -> str:
    """Sentences one after another."""
    return ("" if (among or language()) == "zh" else " ").join(part for part in parts if part)
