"""Kinds of form that a school needs, each made of the same few fields. Light: dataclasses only.

Each gives as many forms as it needs pages (A4): print them as sheets with numbers of their own.
"""

from collections.abc import Sequence
from typing import Final

from terrace.engines.paper.content import Content, Picture
from terrace.engines.paper.form import (
    MOST_OPTIONS,
    Choice,
    Digits,
    Form,
    FormError,
    Language,
    Passage,
    Writing,
)

ROWS_A_PAGE: Final = 22
"""Lines with a name above and up to five short marks, as the compositor fits them on a page."""
ROWS_A_PAGE_OF_TWO: Final = 14
OPTIONS_A_ROW: Final = 5
_ROW_MM: Final = 66.0
_MARK_MM: Final = 11.0
_WIDE_MM: Final = 4.6
_NARROW_MM: Final = 2.6
"""A bubble with its letter, a Chinese character, a Latin letter: as wide as they may be."""


def tick_sheet(
    *, kind: str, title: str, language: Language, rows: Sequence[str], columns: Sequence[str]
) -> tuple[Form, ...]:
    """A line a child (or bed, or task), a mark in one of the columns: attendance, dorm checks.

    The field of the n-th line is `row1`, `row2` … over all pages; an answer is the column's index.
    `FormError` without lines or with fewer than two columns or more than fit a line.
    """
    if not rows:
        raise FormError("", "a tick sheet without lines")
    if not 2 <= len(columns) <= OPTIONS_A_ROW:
        raise FormError("", f"{len(columns)} columns, not 2 to {OPTIONS_A_ROW}")
    fields = [
        Choice(f"row{at}", (row,), tuple((column,) for column in columns))
        for at, row in enumerate(rows, 1)
    ]
    most = _rows_a_page(columns)
    pages = [fields[at : at + most] for at in range(0, len(fields), most)]
    count = len(pages)
    titles = [f"{title} {at}/{count}" if count > 1 else title for at in range(1, count + 1)]
    return tuple(
        Form(kind, name, language, tuple(page)) for name, page in zip(titles, pages, strict=True)
    )


def _rows_a_page(columns: Sequence[str]) -> int:
    """Short columns stand in one row under the name; longer ones need two."""
    wide = sum(
        _MARK_MM + sum(_WIDE_MM if ord(letter) > 0x2E80 else _NARROW_MM for letter in column)
        for column in columns
    )
    return ROWS_A_PAGE if wide <= _ROW_MM else ROWS_A_PAGE_OF_TWO


def attendance(*, title: str, language: Language, names: Sequence[str]) -> tuple[Form, ...]:
    """Who is here: present, late, ill, away, a line a child."""
    columns = {"zh": ("到", "迟", "病", "缺"), "en": ("in", "late", "ill", "out")}
    return tick_sheet(
        kind="attendance", title=title, language=language, rows=names, columns=columns[language]
    )


def dorm_checklist(*, title: str, language: Language, tasks: Sequence[str]) -> tuple[Form, ...]:
    """What was done in the dorm tonight: done or not yet, a line a task."""
    columns = {"zh": ("做了", "还没"), "en": ("done", "not yet")}
    return tick_sheet(
        kind="dorm", title=title, language=language, rows=tasks, columns=columns[language]
    )


def ballot(
    *, title: str, language: Language, question: Content, options: Sequence[Content], several: bool
) -> Form:
    """One question to decide: one option, or as many as one likes (`several`).

    The field is `vote`; an answer is the indices marked. Whether several marks count is the tally's
    to say: here all are read.
    """
    how = {
        "zh": ("可以选几个。", "只选一个。"),
        "en": ("Mark as many as you like.", "Mark one only."),
    }[language][0 if several else 1]
    vote = Choice("vote", question, tuple(options))
    return Form("ballot", title, language, (Passage((how,)), vote))


def ranking(*, title: str, language: Language, question: Content, options: Sequence[str]) -> Form:
    """Options put in order: each gets a place, 1 the dearest.

    The fields are `place1` … in the order of the options; an answer is the place less one. A place
    given twice is read as it stands: `order_of` says whether it is an order.
    """
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise FormError("", f"{len(options)} options, not 2 to {MOST_OPTIONS}")
    places: tuple[Content, ...] = tuple((str(at),) for at in range(1, len(options) + 1))
    lines = tuple(Choice(f"place{at}", (name,), places) for at, name in enumerate(options, 1))
    return Form("ballot", title, language, (Passage(question), *lines))


def order_of(places: Sequence[Sequence[int]]) -> tuple[int, ...] | None:
    """The options from the dearest on, from each one's marked places; None where it is no order.

    Options without a place come nowhere; two on one place, or one on two, make it no order.
    """
    given = [(marked[0], option) for option, marked in enumerate(places) if len(marked) == 1]
    if any(len(marked) > 1 for marked in places):
        return None
    if len({place for place, _option in given}) != len(given):
        return None
    return tuple(option for _place, option in sorted(given))


def survey_page(
    *,
    title: str,
    language: Language,
    statements: Sequence[str],
    scale: Sequence[str | Picture],
    numbers: Sequence[tuple[str, int]] = (),
) -> Form:
    """Statements on one scale (`item1` …), then numbers in boxes (`number1` …: words, boxes).

    A scale of pictures (`FACES`) is for children who do not read yet.
    """
    items = tuple(
        Choice(f"item{at}", (statement,), tuple((step,) for step in scale))
        for at, statement in enumerate(statements, 1)
    )
    asked = tuple(
        Digits(f"number{at}", (words,), boxes) for at, (words, boxes) in enumerate(numbers, 1)
    )
    return Form("survey", title, language, (*items, *asked))


FACES: Final = (Picture("happy"), Picture("calm"), Picture("sad"))
"""A scale that needs no reading."""


def letter_slip(
    *, title: str, language: Language, listeners: Sequence[str], lines: int = 16
) -> Form:
    """A letter on paper: to whom (`to`, the n-th listener), and lines (`letter`). No name is asked.

    With no or one listener nothing is to be chosen. What is written no machine reads.
    """
    ask, say = {
        "zh": (("写给谁？",), ("写在下面。可以写名字，也可以不写。",)),
        "en": (("To whom?",), ("Write below. With your name or without, as you like.",)),
    }[language]
    fields: list[Choice | Writing] = []
    if len(listeners) > 1:
        fields.append(Choice("to", ask, tuple((name,) for name in listeners)))
    fields.append(Writing("letter", say, lines))
    return Form("letter", title, language, tuple(fields), named=False)
