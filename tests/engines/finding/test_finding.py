"""Texts are found by the words of a question, in Chinese and in English."""

from hypothesis import given
from hypothesis import strategies as st

from terrace.engines.finding.asking import question
from terrace.engines.finding.index import Field, best, length_of, posting, strengths
from terrace.engines.finding.terms import stem, terms

TEXTS = (
    "宿舍夜里有人管，孩子不怕",
    "Books travel from class to class",
    "父母回来一起吃午饭",
    "The village repairs the roof",
)


def indexed(texts: tuple[str, ...]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for number, text in enumerate(texts):
        for term, strength in strengths([Field(text)]).items():
            found[term] = found.get(term, b"") + posting(number, strength)
    return found


def first(asked: str) -> int:
    return best(question(asked), indexed(TEXTS), texts=len(TEXTS), most=1)[0][0]


def test_chinese_is_found_by_pairs_and_english_by_stems() -> None:
    assert terms("谈心，talks") == {"谈心": 1, "talk": 1}
    assert first("住校的孩子夜里怕黑") == 0
    assert first("circulating a book") == 1
    assert first("volunteers mending a roof") == 3


def test_a_word_of_one_language_finds_a_text_of_the_other() -> None:
    assert first("lunch with parents") == 2
    assert first("图书轮换") == 1


def test_endings_do_not_matter() -> None:
    assert {stem(word) for word in ("visit", "visits", "visited", "visiting")} == {"visit"}
    assert stem("families") == stem("family")
    assert stem("planned") == stem("plan")


@given(
    st.lists(st.text("山水田人a b", max_size=12), max_size=12), st.text("山水田人ab", max_size=6)
)
def test_whoever_has_more_of_the_question_does_not_come_later(texts: list[str], asked: str) -> None:
    told = (*texts, "无关", asked * 3)
    found = best(dict(terms(asked)), indexed(told), texts=len(told), most=len(told))
    assert len({number for number, _ in found}) == len(found)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert all(set(terms(told[number])) & set(terms(asked)) for number, _ in found)
    everyone = range(len(told))
    assert (
        best(dict(terms(asked)), indexed(told), texts=len(told), most=99, among=everyone) == found
    )
    assert best(dict(terms(asked)), indexed(told), texts=len(told), most=99, among=[]) == []


def test_numbers_of_any_size_are_kept() -> None:
    data = posting(1, 255) + posting(70_000, 3) + posting(2**32 - 1, 1)
    assert length_of(data) == 3
    found = best({"a": 1.0}, {"a": data}, texts=10, most=3)
    assert [number for number, _ in found] == [1, 70_000, 2**32 - 1]
