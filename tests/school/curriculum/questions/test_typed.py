"""Questions as a teacher types them, Aiken among them."""

from terrace.school.curriculum.questions.reading import read_questions

TYPED = """1. 春天后面是什么季节？
A. 夏天  B. 秋天
C. 冬天
答案：A
解析：四季

2、哪些是偶数？

A、1
B、2
C、4
答案：BC
3. 太阳从西边升起。
答案：错

一年有几个月？
【答案】12

没有答案的题
"""


def test_a_typed_paper_is_read() -> None:
    told = read_questions(TYPED.encode(), name="试卷.txt")
    assert [(one.kind, one.single, one.text) for one in told.questions] == [
        ("multichoice", True, "春天后面是什么季节？"),
        ("multichoice", False, "哪些是偶数？"),
        ("truefalse", True, "太阳从西边升起。"),
        ("numerical", True, "一年有几个月？"),
    ]
    assert told.questions[0].feedback == "四季"
    assert [(one.text, one.fraction) for one in told.questions[1].answers] == [
        ("1", 0.0),
        ("2", 50.0),
        ("4", 50.0),
    ]
    (left,) = told.unsupported
    assert (left.line, "ANSWER" in left.en) == (19, True)


def test_aiken_is_read() -> None:
    text = b"What is it?\r\nA. x\r\nB) y\r\nANSWER: B\r\n\r\nTwo?\r\nA) 1\r\nB) 2\r\nANSWER: A\r\n"
    told = read_questions(text, name="quiz.txt")
    assert [[one.fraction for one in q.answers] for q in told.questions] == [[0, 100], [100, 0]]


def test_gift_with_such_a_line_stays_gift() -> None:
    told = read_questions("::Q::看图\n答案：选一个\n{=a ~b}\n".encode(), name="q.txt")
    assert [one.id for one in told.questions] == ["Q"]
