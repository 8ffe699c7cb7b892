"""Whatever questions there are, written by the rules of a format they are read as they were."""

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.school.curriculum.questions.question import Answer, Question
from terrace.school.curriculum.questions.reading import read_questions
from tests.school.curriculum.questions.writers import as_gift, as_moodle_xml

LETTERS = string.ascii_letters + string.digits + "~=#{}:\\%->.[]$/<&>*_ \n" + "数学题一二三，。；é½"
words = (
    st.text(LETTERS, min_size=1, max_size=30)
    .map(lambda text: "\n".join(" ".join(line.split()) for line in text.split("\n")).strip())
    .filter(lambda text: bool(text) and not text.startswith("["))
)
safe = words.filter(lambda text: "->" not in text and not text.startswith("%"))
names = words.map(lambda text: " ".join(text.split())).filter(bool)
feedback = st.just("") | safe
parts = st.sampled_from([100.0, 50.0, 33.33333, 0.0, -25.0, -100.0])


@st.composite
def options(draw: st.DrawFn) -> Question:
    single = draw(st.booleans())
    texts = draw(st.lists(safe, min_size=2, max_size=6, unique=True))
    if single:
        fractions = [100.0, *draw(st.lists(parts, min_size=len(texts) - 1, max_size=len(texts)))]
    else:
        fractions = draw(st.lists(parts, min_size=len(texts), max_size=len(texts)))
    told = [Answer(t, f, feedback=draw(feedback)) for t, f in zip(texts, fractions, strict=False)]
    return _question(draw, "multichoice", told, single=single)


@st.composite
def truths(draw: st.DrawFn) -> Question:
    right = draw(st.booleans())
    told = [
        Answer("true", 100.0 if right else 0.0, feedback=draw(feedback)),
        Answer("false", 0.0 if right else 100.0, feedback=draw(feedback)),
    ]
    return _question(draw, "truefalse", told)


@st.composite
def numbers(draw: st.DrawFn) -> Question:
    value = st.decimals(-(10**6), 10**6, places=3)
    off = st.decimals(0, 100, places=2)
    some = draw(st.lists(st.tuples(value, off, parts, feedback), min_size=1, max_size=4))
    told = [Answer(str(n), part, float(tol), said) for n, tol, part, said in some]
    return _question(draw, "numerical", told)


@st.composite
def accepted(draw: st.DrawFn) -> Question:
    texts = draw(st.lists(safe, min_size=1, max_size=4, unique=True))
    told = [Answer(text, draw(parts), feedback=draw(feedback)) for text in texts]
    return _question(draw, "shortanswer", told)


@st.composite
def pairs(draw: st.DrawFn) -> Question:
    some = draw(st.lists(st.tuples(safe, safe), min_size=2, max_size=5))
    return _question(draw, "matching", [Answer(b, 100.0, prompt=a) for a, b in some])


def _question(draw: st.DrawFn, kind, told, *, single: bool = True) -> Question:  # type: ignore[no-untyped-def]
    return Question(
        id="",
        kind=kind,
        text=draw(words),
        answers=tuple(told),
        line=1,
        name=draw(names),
        single=single,
        feedback=draw(feedback),
    )


files = st.lists(options() | truths() | numbers() | accepted() | pairs(), min_size=1, max_size=5)


def same(question: Question) -> tuple[object, ...]:
    """All that a file says of a question, apart from where it stands."""
    return (
        question.kind,
        question.name,
        question.text,
        question.single,
        question.feedback,
        question.answers,
    )


@given(files)
@settings(max_examples=300, deadline=None)
def test_questions_written_as_gift_are_read_as_they_were(given_: list[Question]) -> None:
    read = read_questions(as_gift(given_).encode(), name="x.gift")
    assert read.unsupported == ()
    assert [same(one) for one in read.questions] == [same(one) for one in given_]


@given(files)
@settings(max_examples=150, deadline=None)
def test_questions_written_as_moodle_xml_are_read_as_they_were(given_: list[Question]) -> None:
    read = read_questions(as_moodle_xml(given_).encode(), name="x.xml")
    assert read.unsupported == ()
    assert [same(one) for one in read.questions] == [same(one) for one in given_]
    assert len({one.id for one in read.questions}) == len(given_)


@given(files, st.sampled_from(["utf-8-sig", "utf-16", "gb18030"]), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=60, deadline=None)
def test_encoding_and_line_ends_change_nothing(
    given_: list[Question], encoding: str, end: str
) -> None:
    text = "// 说明：中文题库\n\n" + as_gift(given_)
    written = text.replace("\n", end).encode(encoding)
    read = read_questions(written, name="x.txt")
    assert [same(one) for one in read.questions] == [same(one) for one in given_]


@given(
    st.binary(max_size=300) | st.text("{}=~#:\\%->/[]\n ab1$.", max_size=120).map(str.encode),
    st.sampled_from(["a.gift", "a.txt", "a.xml", "a.csv", "a.xlsx", "a"]),
)
@settings(max_examples=500, deadline=None)
def test_no_file_can_bring_the_reader_down(raw: bytes, name: str) -> None:
    json.dumps(read_questions(raw, name=name).to_json())


HOSTILE = {
    "one name": b"::Q::x {T}\n\n" * 20_000,
    "open braces": b"{\n\n" * 50_000,
    "blank lines": b"{" + b"\n" * 100_000 + b"}",
    "raised in raised": b"[html]" + b"<sup>" * 30_000 + b"{T}",
    "pictures never closed": b"[markdown]" + b"![" * 30_000 + b"{T}",
    "no answers": "甲\n\n".encode() * 50_000 + "答案：A".encode(),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_a_file_made_to_be_slow_is_read_in_its_own_length(raw: bytes) -> None:
    """Were one of these quadratic, this test would take minutes; each takes a second or two."""
    told = read_questions(raw, name="slow.txt")
    assert told.questions or told.unsupported
