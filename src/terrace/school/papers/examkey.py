"""The key of an exam: as a teacher types it, as it is stored, as the engine scores it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from terrace.engines.paper.form import MOST_BOXES, Choice, Digits, Form, Language
from terrace.engines.paper.scoring import ChoiceKey, Key, NumberKey, Rule

KIND = "exam"
QUESTIONS_A_PAGE = 28
"""That fit with up to `OPTIONS_A_ROW` options each; with more, each takes two rows."""
QUESTIONS_OF_TWO_ROWS = 16
OPTIONS_A_ROW = 5
_TOKEN = re.compile(
    r"[\[(（【]([A-Za-z]+)[\])）】]|([A-Za-z])|([\s,，、;；.。]+|\d+[.、．])|(.)", re.DOTALL
)


class KeyFault(ValueError):
    """What was typed is not a key: `what` is the piece that cannot be understood."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def typed_choices(text: str, options: int) -> list[frozenset[int]]:
    """`ABD(AC)B` as the right options of five questions; `KeyFault` names a stranger."""
    found: list[frozenset[int]] = []
    for several, one, _between, strange in _TOKEN.findall(text):
        if strange:
            raise KeyFault(strange)
        letters = several or one
        if not letters:
            continue
        places = frozenset(ord(letter.upper()) - ord("A") for letter in letters)
        if max(places) >= options:
            raise KeyFault(letters)
        found.append(places)
    return found


def typed_numbers(text: str) -> list[frozenset[str]]:
    """`407 12/13` as the right numbers of two questions; `KeyFault` names a stranger."""
    found = []
    for part in re.split(r"[\s,，、;；]+", text.strip()):
        if not part:
            continue
        accepted = re.split(r"[/／]", part)
        if not all(re.fullmatch(rf"[0-9]{{1,{MOST_BOXES}}}", one) for one in accepted):
            raise KeyFault(part)
        found.append(frozenset(accepted))
    return found


def keys_of(
    *,
    choices: Sequence[frozenset[int]],
    options: int,
    choice_points: float,
    rule: Rule,
    numbers: Sequence[frozenset[str]],
    number_points: float,
) -> list[Key]:
    """The key of a whole exam: choices first, then numbers, named q1, q2 …"""
    keys: list[Key] = [
        ChoiceKey(f"q{at}", options, right, choice_points, rule)
        for at, right in enumerate(choices, 1)
    ]
    keys += [
        NumberKey(f"q{at}", right, number_points)
        for at, right in enumerate(numbers, len(choices) + 1)
    ]
    return keys


def as_printed(keys: Sequence[Key], before: Sequence[Key]) -> list[Key]:
    """The keys with as many options a question as its printed sheet has."""
    return [
        replace(key, options=old.options)
        if isinstance(key, ChoiceKey) and isinstance(old, ChoiceKey)
        else key
        for key, old in zip(keys, before, strict=True)
    ]


def beyond(choices: Sequence[frozenset[int]], before: Sequence[Key]) -> int | None:
    """The number of the first question whose right option its printed sheet does not have."""
    printed = [key for key in before if isinstance(key, ChoiceKey)]
    for number, (right, key) in enumerate(zip(choices, printed, strict=False), 1):
        if max(right) >= key.options:
            return number
    return None


def questions_a_page(options: int) -> int:
    """How many questions a page holds, with so many options each: in one row or in two."""
    return QUESTIONS_A_PAGE if options <= OPTIONS_A_ROW else QUESTIONS_OF_TWO_ROWS


def forms_of(keys: Sequence[Key], *, title: str, language: Language) -> tuple[Form, ...]:
    """The answer sheets, as many pages as it takes: numbers and marks alone, counted on."""
    options = max((key.options for key in keys if isinstance(key, ChoiceKey)), default=1)
    most = questions_a_page(options)
    whole = _form_of(keys, title=title, language=language)
    pages = -(-len(keys) // most)
    if pages < 2:
        return (whole,)
    return tuple(
        replace(
            whole,
            title=f"{title} {page + 1}/{pages}",
            fields=whole.fields[page * most : (page + 1) * most],
            first=page * most + 1,
        )
        for page in range(pages)
    )


def _form_of(keys: Sequence[Key], *, title: str, language: Language) -> Form:
    longest = max(
        (len(one) for key in keys if isinstance(key, NumberKey) for one in key.right), default=1
    )
    return Form(
        kind=KIND,
        title=title,
        language=language,
        fields=tuple(
            Choice(key.name, (), tuple(("",) for _option in range(key.options)))
            if isinstance(key, ChoiceKey)
            # As many boxes everywhere as the longest needs: their number gives no answer away.
            else Digits(key.name, (), min(max(longest, 2), MOST_BOXES))
            for key in keys
        ),
    )


def to_json(keys: Sequence[Key]) -> list[dict[str, Any]]:
    """The key as plain JSON."""
    return [
        {
            "name": key.name,
            "points": key.points,
            "options": key.options,
            "right": sorted(key.right),
            "rule": key.rule,
        }
        if isinstance(key, ChoiceKey)
        else {"name": key.name, "points": key.points, "numbers": sorted(key.right)}
        for key in keys
    ]


def from_json(value: Sequence[dict[str, Any]]) -> list[Key]:
    """The key that `to_json` wrote."""
    return [
        ChoiceKey(one["name"], one["options"], frozenset(one["right"]), one["points"], one["rule"])
        if "right" in one
        else NumberKey(one["name"], frozenset(one["numbers"]), one["points"])
        for one in value
    ]
