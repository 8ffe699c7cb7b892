"""How a strand file says its skills and generators: one `Part` a file."""

import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from terrace.engines.paper.content import Content, Figure, FigureKind, Math, as_text
from terrace.school.curriculum.items import Bilingual, ChoiceAnswer, Item, NumberAnswer
from terrace.school.curriculum.skills import Skill, Strand

OPTIONS = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """What a generator returns: an item that does not know its own name yet."""

    statement: Bilingual
    answer: ChoiceAnswer | NumberAnswer


Make = Callable[[random.Random], Draft]


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of question. ``difficulty``: logits above (harder) or below the grade's usual
    question.
    """

    code: str
    skill: str
    difficulty: float
    make: Make

    def item(self, seed: int) -> Item:
        """The item of a seed: the same on every machine."""
        # Text seeds go through SHA-512 and Python's own generator: no machine differs.
        draft = self.make(random.Random(f"{self.code}#{seed}"))  # noqa: S311 — no secret
        return Item(self.skill, self.code, seed, draft.statement, draft.answer)


class Part:
    """The skills and templates of one strand in one grade, in teaching order."""

    def __init__(self, grade: int, strand: Strand) -> None:
        self.grade = grade
        self.strand: Strand = strand
        self.skills: list[Skill] = []
        self.templates: list[Template] = []

    def skill(
        self,
        code: str,
        *,
        zh: str,
        en: str,
        can_zh: str,
        can_en: str,
        after: Iterable[str] = (),
        strand: Strand | None = None,
    ) -> str:
        """Add a skill and return its code. ``after``: codes of the skills directly before."""
        self.skills.append(
            Skill(
                code=code,
                grade=self.grade,
                strand=strand or self.strand,
                name={"zh": zh, "en": en},
                can_do={"zh": can_zh, "en": can_en},
                prerequisites=tuple(after),
            )
        )
        return code

    def template(
        self, skill: str, variant: str, *, difficulty: float = 0.0
    ) -> Callable[[Make], Make]:
        """Decorate a generator: a function of a `random.Random` that returns a `Draft`."""

        def register(make: Make) -> Make:
            self.templates.append(Template(f"{skill}/{variant}", skill, difficulty, make))
            return make

        return register


def both(zh: Content | str, en: Content | str) -> Bilingual:
    """Content in both languages; a plain string is literal text."""
    return {"zh": (zh,) if isinstance(zh, str) else zh, "en": (en,) if isinstance(en, str) else en}


def same(text: str) -> Bilingual:
    """Plain text that reads the same in both languages, such as 7:40 or 3 : 5."""
    return both(text, text)


def maths(source: str) -> Bilingual:
    """Mathematics that reads the same in both languages (Typst source)."""
    content: Content = (Math(source),)
    return {"zh": content, "en": content}


def with_figure(statement: Bilingual, kind: FigureKind, *numbers: int) -> Bilingual:
    """The statement with a figure below it."""
    figure = Figure(kind, numbers)
    return {"zh": (*statement["zh"], figure), "en": (*statement["en"], figure)}


def number(value: int | str) -> Bilingual:
    """A number as an option."""
    return maths(str(value))


def digits(
    statement: Bilingual, value: int, *, boxes: int, wrong: Mapping[int, str] | None = None
) -> Draft:
    """A question answered by a whole number. ``boxes`` is the same for a template's every item: it
    gives nothing away.

    ``wrong``: numbers that stand for misconceptions; those that equal the value, or do not fit,
    fall away.
    """
    if not 0 <= value < 10**boxes:
        raise ValueError(f"{value} does not fit into {boxes} boxes")
    fitting = {n: why for n, why in (wrong or {}).items() if n != value and 0 <= n < 10**boxes}
    return Draft(statement, NumberAnswer(value, boxes, fitting))


def pick(
    rng: random.Random,
    statement: Bilingual,
    key: Bilingual,
    wrong: Iterable[tuple[Bilingual, str | None]],
) -> Draft:
    """A question with four options in an order that the seed decides.

    ``wrong`` holds at least three options with the misconception each stands for, the most telling
    first; those equal to the key or to an earlier one, in words or in value, fall away. Raises
    ValueError where fewer than three are left.
    """
    options: list[tuple[Bilingual, str | None]] = [(key, None)]
    seen = {_meaning(key)}
    for option, why in wrong:
        if len(options) == OPTIONS:
            break
        meaning = _meaning(option)
        if meaning not in seen:
            seen.add(meaning)
            options.append((option, why))
    if len(options) < OPTIONS:
        raise ValueError(f"only {len(options)} different options: {options}")
    order = list(range(OPTIONS))
    rng.shuffle(order)
    return Draft(
        statement,
        ChoiceAnswer(
            options=tuple(options[i][0] for i in order),
            key=order.index(0),
            misconceptions=tuple(options[i][1] for i in order),
        ),
    )


_NUMBER = re.compile(r"-?\d+(\.\d+|/[1-9]\d*)?")


def _meaning(option: Bilingual) -> Fraction | str:
    """What makes an option the same as another: its value where it is a number, else its Chinese
    text.
    """
    text = as_text(option["zh"])
    if text.isdecimal():
        return Fraction(int(text))
    return Fraction(text) if _NUMBER.fullmatch(text) else text


def pick_number(
    rng: random.Random,
    statement: Bilingual,
    key: int,
    wrong: Iterable[tuple[int, str | None]],
    *,
    near: Iterable[int] = (1, -1, 10, -10, 2, -2),
) -> Draft:
    """Like `pick` for whole numbers: where misconceptions give too few, numbers ``near`` the key
    fill up.
    """
    values = [*wrong, *((key + step, None) for step in near)]
    return pick(
        rng, statement, number(key), ((number(n), why) for n, why in values if n >= 0 and n != key)
    )
