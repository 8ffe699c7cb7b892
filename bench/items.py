"""Questions made from seeds: how fast, and whether a key is wrong.

    python bench/items.py [--items 10000] [--seed 20261123] [--json]

Templates in turn, seeds at random. Each question is solved again from its printed English words by
another method than its generator's (`tests/school/curriculum/solutions.py`), and its options are
compared in words and in value. Speed is CPU time of making the questions alone.
"""

import argparse
import random
import sys
import time
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from table import show
from terrace.engines.paper.content import as_text
from terrace.school.curriculum import registry
from terrace.school.curriculum.items import LANGUAGES, Item, NumberAnswer
from tests.school.curriculum.reading import read
from tests.school.curriculum.solutions import SOLUTIONS


def main() -> None:
    """Make, solve, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    templates = registry.templates()
    wanted = [(templates[at % len(templates)], rng.randrange(2**31)) for at in range(asked.items)]
    start = time.process_time()
    items = [template.item(seed) for template, seed in wanted]
    seconds = time.process_time() - start
    row = {
        "skills": len(registry.skills()),
        "templates": len(templates),
        "items": len(items),
        "wrong keys": sum(not right(item) for item in items),
        "equal options": sum(not apart(item) for item in items),
        "items/s": float(len(items) / seconds),
    }
    show("Questions from seeds", [row], as_json=asked.json)


def right(item: Item) -> bool:
    """Whether the independent solution is the key."""
    question = read(item)
    solution = SOLUTIONS[item.template](question)
    if isinstance(item.answer, NumberAnswer):
        return solution == item.answer.value
    shown = question.options[item.answer.key]
    return solution == shown if isinstance(solution, str) else solution == value(shown)


def apart(item: Item) -> bool:
    """Whether no two options say the same."""
    if isinstance(item.answer, NumberAnswer):
        return True
    for language in LANGUAGES:
        texts = [as_text(option[language]) for option in item.answer.options]
        if len({value(text) for text in texts}) < len(texts):
            return False
    return True


def value(text: str) -> Fraction | str:
    """A number as a number, words as words."""
    try:
        return Fraction(text.rstrip("%"))
    except ValueError:
        return text


if __name__ == "__main__":
    main()
