"""GIFT as people really write it."""

from typing import Any

from terrace.school.curriculum.questions.reading import read_questions


def read(text: str, name: str = "a.gift") -> dict[str, Any]:
    return read_questions(text.encode(), name=name).to_json()


def answers(text: str) -> list[tuple[str, float]]:
    (question,) = read(text)["questions"]
    return [(one["text"], one["fraction"]) for one in question["answers"]]


def test_one_right_option_among_wrong_ones() -> None:
    (question,) = read("::Tomb::Who's buried there?{~Grant ~Jefferson#no =no one#yes}")["questions"]
    assert question["id"] == "Tomb"
    assert (question["type"], question["single"]) == ("multichoice", True)
    assert question["answers"] == [
        {"text": "Grant", "fraction": 0},
        {"text": "Jefferson", "fraction": 0, "feedback": "no"},
        {"text": "no one", "fraction": 100, "feedback": "yes"},
    ]


def test_weights_without_an_equals_sign_are_several_right_answers() -> None:
    (question,) = read("Who? {~%-100%No one ~%50%Grant ~%50%his wife}")["questions"]
    assert not question["single"]
    assert [one["fraction"] for one in question["answers"]] == [-100, 50, 50]


def test_a_place_inside_the_sentence_becomes_a_line_to_write_on() -> None:
    (question,) = read("Two plus {=two =2} equals four.")["questions"]
    assert question["type"] == "shortanswer"
    assert question["text"] == "Two plus _____ equals four."


def test_numbers_have_tolerance_range_and_part_points() -> None:
    assert read("How far? {#3.14:0.01}")["questions"][0]["answers"] == [
        {"text": "3.14", "fraction": 100, "tolerance": 0.01}
    ]
    (span,) = read("A number? {#1.1..5#between}")["questions"][0]["answers"]
    assert span == {
        "text": "3.05",
        "fraction": 100,
        "tolerance": 1.95,
        "low": "1.1",
        "high": "5",
        "feedback": "between",
    }
    several = "Born? {#=1822:0 #full\n=%50%1822:2 #half\n~#neither}"
    assert answers(several) == [("1822", 100), ("1822", 50), ("*", 0)]


def test_true_and_false_have_feedback_for_wrong_first() -> None:
    (question,) = read("Sun rises in the west.{F#look east#right}")["questions"]
    assert question["answers"] == [
        {"text": "true", "fraction": 0, "feedback": "look east"},
        {"text": "false", "fraction": 100, "feedback": "right"},
    ]
    assert answers("1+1=2 {t}") == [("true", 100), ("false", 0)]


def test_pairs_name_both_sides_and_what_fits_nothing() -> None:
    (question,) = read("Capitals? {=法国 -> 巴黎 =意大利 -> 罗马 = -> 柏林}")["questions"]
    assert [(one["prompt"], one["text"]) for one in question["answers"]] == [
        ("法国", "巴黎"),
        ("意大利", "罗马"),
        ("", "柏林"),
    ]


def test_comments_categories_and_tags_are_not_questions() -> None:
    told = read(
        "// a list\n$CATEGORY: $course$/top/数学/三年级\n\n// [id:n1] [tag:easy]\n::A::1+1=2 "
        "{\n// inside\nT}\n\n\n\n$CATEGORY: 语文\n::B::x {F}\n::C::y {T}\n"
    )
    assert [(q["id"], q["category"]) for q in told["questions"]] == [
        ("n1", "数学/三年级"),
        ("B", "语文"),
        ("C", "语文"),
    ]
    assert told["questions"][0]["tags"] == ["easy"]
    assert told["unsupported"] == []


def test_blank_lines_between_the_braces_do_not_end_a_question() -> None:
    assert answers(["Which? {\n=a\n\n~b\n}", " {T}"][0]) == [("a", 100), ("b", 0)]


def test_formats_are_turned_into_words() -> None:
    html = (
        "[html]<p>H<sub>2</sub>O &amp; x<sup>10</sup>&nbsp;?</p><p>a&lt;b"
        '<img src\\="@@PLUGINFILE@@/my%20map.png" alt\\=""></p> {=[html]<b>ja</b> ~[plain]<b>}'
    )
    (question,) = read(html)["questions"]
    assert question["text"] == "H₂O & x¹⁰ ?\na<b[my map.png]"
    assert question["files"] == ["my map.png"]
    assert [one["text"] for one in question["answers"]] == ["ja", "<b>"]
    (marked,) = read("[markdown]**Bold** and *soft*: 2*3*4 {T}")["questions"]
    assert marked["text"] == "Bold and soft: 2*3*4"
    (plain,) = read("List<T> holds a < b {T}")["questions"]
    assert plain["text"] == "List<T> holds a < b"


def test_a_comparison_is_no_tag() -> None:
    told = read("[html]<p>x<y and y>2</p> {T}\n\n[html]a<b {=[html]c<d}")["questions"]
    assert [one["text"] for one in told] == ["x<y and y>2", "a<b"]
    assert told[1]["answers"][0]["text"] == "c<d"


def test_what_cannot_be_used_is_named_with_its_line() -> None:
    told = read(
        "::E::Write about home. {}\n\nJust words.\n\n::Bad::x {=a\n\n::M::a {=b} c {=d} e\n\n"
        "::N::y {#many}\n\n::P::z {=a -> b =c}\n\n::Ok::w {T}\n\nclosed } first {T}\n\n::half"
    )
    assert [one["id"] for one in told["questions"]] == ["Ok"]
    assert [(one["id"], one["type"], one["line"]) for one in told["unsupported"]] == [
        ("E", "essay", 1),
        ("q2", "description", 3),
        ("Bad", "broken", 5),
        ("M", "multianswer", 7),
        ("N", "numerical", 9),
        ("P", "matching", 11),
        ("q8", "broken", 15),
        ("q9", "broken", 17),
    ]
    assert all(one["reason"] and one["reason_zh"] for one in told["unsupported"])


def test_questions_of_one_name_have_their_own_ids() -> None:
    assert [one["id"] for one in read("::A::x {T}\n\n::A::y {F}\n\n{T}")["questions"]] == [
        "A",
        "A-2",
        "q3",
    ]
