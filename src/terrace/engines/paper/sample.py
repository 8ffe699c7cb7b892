"""Blank sheets for trying the reader: so many questions and numbers, one page each if they fit."""

from pathlib import Path
from random import Random

from terrace.engines.paper.form import Choice, Digits, Form, Sheet
from terrace.engines.paper.numbers import LARGEST_SERIAL, make_number
from terrace.engines.paper.printer import misfits

BOXES = 3


def sample_sheets(
    *, sheets: int, questions: int, options: int, digits: int, rng: Random, font_dir: Path
) -> list[Sheet]:
    """`sheets` sheets alike but for their numbers; what does not fit a page goes on another.

    Each page has a number of its own, so a sheet of two pages is two in the order of its pages.
    Questions are `q1`…, numbers `d1`…; raises `FormError` for options beyond what a form allows.
    """
    choices = [Choice(f"q{place + 1}", (), ((),) * options) for place in range(questions)]
    boxes = [Digits(f"d{place + 1}", (), BOXES) for place in range(digits)]
    pages = _pages([*choices, *boxes], font_dir)
    first = rng.randrange(LARGEST_SERIAL - sheets * len(pages))
    return [
        Sheet(make_number(first + place), pages[place % len(pages)])
        for place in range(sheets * len(pages))
    ]


def _pages(fields: list[Choice | Digits], font_dir: Path) -> list[Form]:
    pages = []
    while True:
        here = len(fields)
        form = _form(fields)
        while found := misfits([Sheet(make_number(0), form)], font_dir=font_dir):
            (misfit,) = found.values()
            fits = [field.name for field in fields].index(misfit.field)
            here = max(1, min(fits, here - 1))
            form = _form(fields[:here])
        pages.append(form)
        fields = fields[here:]
        if not fields:
            return pages


def _form(fields: list[Choice | Digits]) -> Form:
    return Form("sample", "Terrace", "en", tuple(fields))
