"""Words around numbers: the same story in Chinese and English."""

import random
from collections.abc import Sequence

from terrace.engines.paper.content import Math
from terrace.school.curriculum.items import Bilingual
from terrace.school.curriculum.templates import maths

Story = tuple[str, str]
"""Chinese and English, with the same {fields} in the same order."""


def story(rng: random.Random, told: Sequence[Story], **numbers: int | str) -> Bilingual:
    """One of some stories, its fields filled in."""
    zh, en = rng.choice(told)
    return {"zh": (zh.format(**numbers),), "en": (en.format(**numbers),)}


def calculate(expression: str) -> Bilingual:
    """A bare calculation: "346 + 278 =". Written with + - × ÷; a/b is a fraction."""
    return maths(f"{expression} =")


def around(zh: tuple[str, str], en: tuple[str, str], source: str) -> Bilingual:
    """Words before and after one piece of mathematics; empty words fall away."""
    return {
        "zh": tuple(part for part in (zh[0], Math(source), zh[1]) if part),
        "en": tuple(part for part in (en[0], Math(source), en[1]) if part),
    }
