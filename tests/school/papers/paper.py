"""Paper for tests: a school, a printed class, children who answer, teachers who photograph."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper.content import Math
from terrace.engines.paper.form import Choice, Digits, Form
from terrace.engines.paper.layout import SheetLayout
from terrace.engines.paper.reader import read_photo
from terrace.engines.paper.reading import Value
from terrace.engines.paper.simulate.camera import Level, encode, photograph
from terrace.engines.paper.simulate.hand import TIDY, Hand, Pencil, fill
from terrace.engines.paper.simulate.raster import rasterise
from terrace.school.papers import actions, files
from terrace.school.papers.agreement import as_value
from terrace.school.papers.models import Answer, Copy, Photo, PrintRun, Sheet, SheetCounter, Stack
from terrace.school.people import actions as people
from terrace.school.people.models import Account, Child, Role, School, SchoolClass

Page = NDArray[np.uint8]

NAMES = ("杨小雨", "和丽花", "欧阳春燕", "李强", "木文军", "赵思思", "玥珺", "王喆", "张堃", "祎然")
DPI = 110.0
FIRST_SERIAL = 7_000_000


@dataclass(slots=True)
class Village:
    """A school with two classes and their teachers, and a principal."""

    school: School
    class_a: SchoolClass
    class_b: SchoolClass
    teacher_a: Account
    teacher_b: Account
    principal: Account
    children_a: list[Child]
    children_b: list[Child]


def village(*, name: str = "云岭小学", children: int = 3, tag: str = "") -> Village:
    """A small school; `tag` keeps usernames of two schools apart."""
    # The same numbers in every test: the same sheets need not be drawn anew.
    SheetCounter.objects.get_or_create(defaults={"next_serial": FIRST_SERIAL})
    school = people.make_school(name=name, short_name=f"school{tag}", by=None)

    def adult(who: str) -> Account:
        staff = people.add_staff(school=school, name=who, by=None)
        return people.open_account(
            staff=staff, username=f"{who}{tag}", password="ink and paper", by=None
        )

    teacher_a, teacher_b, principal = adult("李秀英"), adult("王建国"), adult("和校长")
    people.appoint(staff=principal.staff, role=Role.PRINCIPAL, by=None)
    classes, lists = [], []
    for code, teacher in (("3A", teacher_a), ("3B", teacher_b)):
        school_class = people.add_class(
            school=school,
            name={"3A": "三年级甲班", "3B": "三年级乙班"}[code],
            code=code,
            grade=3,
            class_teacher=teacher.staff,
            by=None,
        )
        classes.append(school_class)
        lists.append(
            [
                people.add_child(
                    school=school,
                    name=NAMES[number % len(NAMES)] + ("" if code == "3A" else "乙"),
                    school_class=school_class,
                    class_number=number + 1,
                    by=None,
                )
                for number in range(children)
            ]
        )
    return Village(
        school, classes[0], classes[1], teacher_a, teacher_b, principal, lists[0], lists[1]
    )


def form(questions: int = 4, numbers: int = 2) -> Form:
    """A sheet's questions: choices `q1`…, then numbers `n1`…"""
    options = (("9",), ("10",), (Math("3/4"),), ("以上都不对",))
    return Form(
        kind="rehearsal",
        title="练习",
        language="zh",
        fields=(
            *(
                Choice(f"q{i + 1}", ("算一算 ", Math(f"{i + 3} + {i + 4} =")), options)
                for i in range(questions)
            ),
            *(Digits(f"n{i + 1}", (Math(f"{20 + i} + {30 + i} ="),), 3) for i in range(numbers)),
        ),
    )


@dataclass(slots=True)
class Printed:
    """A run that has been printed: paper in hand."""

    run: PrintRun
    sheets: list[Sheet]
    pages: list[Page]

    def sheet_of(self, child: Child) -> Sheet:
        """The child's own sheet, or the version that was meant for her."""
        return next(s for s in self.sheets if s.copies.filter(child=child).exists())

    def page_of(self, sheet: Sheet) -> Page:
        """Its page, blank."""
        return self.pages[sheet.place]


def started(
    school_class: SchoolClass, children: Sequence[Child], by: Account, *, shared: bool = False
) -> PrintRun:
    """A run with its sheets, its PDF not made yet."""
    run = actions.start_run(
        kind="rehearsal",
        title="第十二周练习",
        school=school_class.school,
        school_class=school_class,
        by=by,
    )
    if shared:
        new = [actions.NewSheet(form(), "", school_class.name, children, shared=True)]
    else:
        new = [
            actions.NewSheet(form(), child.name, school_class.name, [child]) for child in children
        ]
    actions.add_sheets(run, new)
    return run


def printed(
    school_class: SchoolClass, children: Sequence[Child], by: Account, *, shared: bool = False
) -> Printed:
    """The class's sheets, printed by the real engine and put on the table."""
    run = started(school_class, children, by, shared=shared)
    assert actions.make_pdf(run.pk) == PrintRun.State.READY
    run.refresh_from_db()
    pages = rasterise(files.path_of(run.pdf).read_bytes(), DPI)
    return Printed(run, list(run.sheets.order_by("place")), pages)


_drawn: dict[object, tuple[bytes, Any]] = {}


@dataclass(slots=True)
class Desk:
    """Where sheets are filled in and photographed; one seed, one world."""

    seed: int = 1
    hand: Hand = field(default_factory=lambda: TIDY)
    level: Level = "careful"
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)

    def answers(self, sheet: Sheet, *, number: int | None = None) -> dict[str, Value]:
        """Some answer to every question; `number` is written as class number."""
        told: dict[str, Value] = {}
        for one in sheet.description["fields"]:
            if one["field"] == "choice":
                told[one["name"]] = (int(self.rng.integers(len(one["options"]))),)
            elif one["name"] == "class_number":
                told[one["name"]] = "" if number is None else str(number)
            else:
                told[one["name"]] = str(int(self.rng.integers(100, 1000)))
        return told

    def filled(self, page: Page, sheet: Sheet, answers: Mapping[str, Value]) -> Page:
        """The page with these answers."""
        sheet.refresh_from_db(fields=["layout"])
        assert sheet.layout is not None
        layout = SheetLayout.from_json(sheet.layout)
        return fill(page, layout, answers, rng=self.rng, hand=self.hand)

    def photo(self, *pages: Page, megapixels: float = 2.0) -> bytes:
        """A JPEG of these pages on a table."""
        return photograph(list(pages), level=self.level, rng=self.rng, megapixels=megapixels)

    def sure(self, page: Page, sheet: Sheet, answers: Mapping[str, Value]) -> bytes:
        """A scan of the filled-in page of which the reader has no doubt."""
        return self._once(("sure",), page, answers, lambda: self._sure(page, sheet, answers))

    def unsure(
        self, page: Page, sheet: Sheet, answers: Mapping[str, Value], *, field: str
    ) -> bytes:
        """A scan on which the mark of one choice is so faint that a person must look."""
        return self._once(
            ("unsure", field), page, answers, lambda: self._unsure(page, sheet, answers, field)
        )

    def _once(
        self,
        how: tuple[str, ...],
        page: Page,
        answers: Mapping[str, Value],
        draw: Callable[[], bytes],
    ) -> bytes:
        """The same hand on the same page draws the same: tests need not wait for it again."""
        begin = self.rng.bit_generator.state
        key = (how, page.tobytes(), repr(sorted(answers.items())), repr(begin))
        if key not in _drawn:
            _drawn[key] = (draw(), self.rng.bit_generator.state)
        scan, self.rng.bit_generator.state = _drawn[key]
        return scan

    def _sure(self, page: Page, sheet: Sheet, answers: Mapping[str, Value]) -> bytes:
        for _attempt in range(12):
            scan = encode(self.filled(page, sheet, answers), quality=90)
            if not doubtful(scan, sheet):
                return scan
        raise AssertionError("the reader doubts twelve tidy scans")

    def _unsure(self, page: Page, sheet: Sheet, answers: Mapping[str, Value], field: str) -> bytes:
        (option,) = answers[field]
        assert isinstance(option, int)
        layout = SheetLayout.from_json(sheet.layout or {})
        bubble = next(b for b in layout.bubbles if b.field == field and b.option == option)
        rest = {name: value for name, value in answers.items() if name != field}
        for darkness in (*np.linspace(0.1, 0.3, 11), *np.linspace(0.08, 0.4, 60)):
            filled = self.filled(page, sheet, rest)
            pencil = Pencil(filled, filled.shape[1] / layout.width_mm, self.rng)
            pencil.blob(bubble.x_mm, bubble.y_mm, 1.7, float(darkness))
            scan = encode(pencil.page, quality=90)
            if doubtful(scan, sheet) == {field: (option,)}:
                return scan
        raise AssertionError("no mark is doubtful")

    def dog(self) -> bytes:
        """A photograph without a sheet."""
        noise = self.rng.integers(0, 255, (60, 80)).astype(np.uint8)
        return encode(np.kron(noise, np.ones((14, 14), np.uint8)).astype(np.uint8))


def doubtful(photo: bytes, sheet: Sheet) -> dict[str, Value]:
    """What the reader doubts of the one sheet on a photograph: fields, with what it leans to."""
    layout = SheetLayout.from_json(sheet.layout or {})
    (found,) = read_photo(photo, layouts={sheet.number: layout}.get).sheets
    assert found.refusal is None, found.refusal
    return {answer.field: answer.value for answer in found.answers if answer.doubtful}


def send(stack: Stack, photo: bytes, by: Account, *, name: str = "IMG_1.jpg") -> Photo:
    """A photograph received as the page receives it, without the page."""
    return actions.receive_photo(stack=stack, name=name, stream=BytesIO(photo), by=by).photo


def read(stack: Stack) -> None:
    """Read what waits, in this process."""
    told = actions.read_stack(stack.pk)
    assert told["trouble"] == ""


def values(copy: Copy) -> dict[str, Value]:
    """The sure answers of a copy as they stand now."""
    rows = copy.answers.exclude(state=Answer.State.DOUBTFUL)
    return {row.field: as_value(row.value) for row in rows}


def copy_of(child: Child, sheet: Sheet) -> Copy:
    """The child's copy of a sheet."""
    return Copy.objects.get(child=child, sheet=sheet)
