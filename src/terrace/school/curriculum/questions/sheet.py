"""Questions typed into a spreadsheet: one a row, with headings in Chinese or English."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .collecting import Collected
from .gift import numeric
from .numbers import number
from .question import FULL, Answer, Fault, Question, Questions
from .tables import Table

HEADINGS: Mapping[str, frozenset[str]] = {
    name: frozenset(words.split("|"))
    for name, words in {
        "text": (
            "题目|题干|题目内容|试题|试题内容|试题题干|问题|"
            "question|question text|questiontext|text|stem"
        ),
        "type": ("题型|类型|题目类型|试题类型|type|question type|questiontype|qtype"),
        "answer": (
            "答案|正确答案|参考答案|标准答案|正确选项|"
            "answer|answers|correct answer|correct answers|"
            "correct|key|right answer|correct option"
        ),
        "tolerance": ("误差|容差|允许误差|tolerance|error|accepted error"),
        "feedback": (
            "解析|答案解析|试题解析|讲解|反馈|"
            "feedback|explanation|answer explanation|general feedback|"
            "rationale"
        ),
        "id": ("编号|题号|序号|id|number|no|no.|#|question id"),
        "name": ("题名|标题|名称|name|title|question name"),
        "category": ("分类|章节|知识点|单元|category|topic|unit|chapter"),
        "points": ("分值|分数|分|得分|points|marks|score|grade"),
    }.items()
}
"""What a column may be called, in lower case."""

TYPES: Mapping[str, str] = {
    name: kind
    for kind, names in {
        "multichoice": (
            "单选|单选题|单项选择|单项选择题|选择|选择题|multichoice|multiple choice|"
            "multiple-choice|single choice|single|mc|mcq|choice|quiz"
        ),
        "multiple": (
            "多选|多选题|多项选择|多项选择题|不定项选择题|multiple answer|multiple answers|"
            "multiple response|multiresponse|checkbox|multi|ma|multiple select|multiselect"
        ),
        "truefalse": (
            "判断|判断题|是非题|对错题|truefalse|true/false|true or false|true-false|"
            "tf|t/f|true false|boolean"
        ),
        "numerical": ("数字|数值题|数字题|计算|计算题|numerical|number|numeric"),
        "shortanswer": (
            "填空|填空题|简短回答|shortanswer|short answer|"
            "short-answer|fill-in-the-blank|"
            "fill in the blank|fill-in|fillin|open answer|sa"
        ),
        "matching": ("连线|连线题|配对|配对题|匹配题|matching|match"),
    }.items()
    for name in names.split("|")
}
_OPTION = re.compile(
    r"(?:选项|备选项?|答案选项|option|choice|answer|answer option)\s*[-_.:：]?\s*"
    r"([a-h]|[1-8]|[一二三四五六七八])"
)
_BRACKETS = re.compile(r"[（(\[【].*?[)）\]】]|\s+-\s.*$|[*＊:：]+\s*$")
_HEADING_WITHIN = 30
_TRUE = frozenset(
    ["对", "正确", "是", "√", "✓", "✔", "t", "true", "yes", "y", "right", "1", "correct"]
)
_FALSE = frozenset(
    [
        "错",
        "错误",
        "否",
        "×",
        "✗",
        "✘",
        "x",
        "f",
        "false",
        "no",
        "n",
        "wrong",
        "0",
        "不对",
        "incorrect",
    ]
)
_BETWEEN = re.compile(r"\s*(?:->|→|=>|＝>|——|—>)\s*")


@dataclass(slots=True)
class _Columns:
    at: dict[str, int] = field(default_factory=dict)
    options: list[tuple[str, int]] = field(default_factory=list)
    """How an option is called (a letter or a figure), and its column."""


def read_sheets(tables: Sequence[Table]) -> Questions:
    """The questions of all sheets that have headings; `Fault` where none has."""
    found = Collected()
    understood = False
    for title, rows in tables:
        heading = _heading([cells for _number, cells in rows[:_HEADING_WITHIN]])
        if heading is None:
            if any(any(cells) for _number, cells in rows) and len(tables) > 1:
                found.refuse(
                    title,
                    "sheet",
                    1,
                    zh=f"工作表“{title}”里没有找到表头。",
                    en=f"No headings were found in the sheet “{title}”.",
                    name=title,
                )
            continue
        understood = True
        place, columns = heading
        for number_, cells in rows[place + 1 :]:
            if any(cells):
                _read(cells, number_, columns, found)
    if not understood:
        raise Fault(
            1,
            zh="没有找到表头。第一行请写：题型、题目、选项A、选项B、选项C、选项D、答案、解析。",
            en="No headings were found. The first row needs: type, question, option A, option B, "
            "option C, option D, answer, feedback.",
        )
    return found.done()


def _heading(rows: Sequence[tuple[str, ...]]) -> tuple[int, _Columns] | None:
    for place, cells in enumerate(rows):
        columns = _Columns()
        for column, cell in enumerate(cells):
            written = " ".join(_BRACKETS.sub("", cell.lower()).split())
            option = _OPTION.fullmatch(written)
            letter = (
                option.group(1) if option else written if re.fullmatch("[a-h]", written) else ""
            )
            if letter:
                columns.options.append((letter, column))
                continue
            for meaning, names in HEADINGS.items():
                if written in names:
                    columns.at.setdefault(meaning, column)
        if "text" in columns.at and ("answer" in columns.at or columns.options):
            return place, columns
    return None


def _read(cells: tuple[str, ...], row: int, columns: _Columns, found: Collected) -> None:
    def cell(meaning: str) -> str:
        at = columns.at.get(meaning)
        return cells[at].strip() if at is not None and at < len(cells) else ""

    text = cell("text")
    options = [
        (letter, cells[at].strip())
        for letter, at in columns.options
        if at < len(cells) and cells[at].strip()
    ]
    if not text and not options and not cell("answer"):
        return
    named = " ".join(cell("type").lower().split())
    identity = cell("id") or cell("name")
    kind = TYPES.get(named, "") if named else guessed(cell("answer"), options)
    try:
        if not kind:
            raise Fault(
                row,
                zh=f"第 {row} 行的题型“{cell('type')}”不能用。",
                en=f"Row {row}: questions of the type “{cell('type')}” cannot be used.",
            )
        if not text:
            raise Fault(row, zh=f"第 {row} 行没有题目。", en=f"Row {row} has no question.")
        if kind in ("multichoice", "multiple") and not options:
            options, text = options_within(text)
        answers = answers_of(kind, cell("answer"), options, cell("tolerance"), row)
        points = number(cell("points")) if cell("points") else None
        right = sum(answer.fraction > 0 for answer in answers)
        found.take(
            Question(
                id=identity,
                kind="multichoice" if kind == "multiple" else kind,  # type: ignore[arg-type]
                text=text,
                answers=tuple(answers),
                line=row,
                name=cell("name"),
                single=kind != "multiple" and right < 2,
                category=cell("category"),
                feedback=cell("feedback"),
                more={"points": float(points)} if points is not None else {},
            )
        )
    except Fault as fault:
        found.refuse_fault(identity, named or kind or "unknown", fault, line=row, name=cell("name"))


def options_within(text: str) -> tuple[list[tuple[str, str]], str]:
    """Options that were typed below the question in the same cell: `A. 春 B. 夏`."""
    pieces = re.split(r"(?:^|\s)([A-H])\s*[.．、:：)）]\s*", text)
    letters = pieces[1::2]
    if len(letters) < 2 or letters != [chr(65 + at) for at in range(len(letters))]:
        return [], text
    return (
        [
            (letter.lower(), words.strip())
            for letter, words in zip(letters, pieces[2::2], strict=True)
        ],
        pieces[0].strip(),
    )


def guessed(answer: str, options: Sequence[tuple[str, str]]) -> str:
    """The kind of a question by its answer and options; empty where there is neither."""
    if len(options) > 1 and all(_BETWEEN.search(words) for _letter, words in options):
        return "matching"
    if options:
        return "multichoice"
    if answer.lower() in _TRUE | _FALSE and number(answer) is None:
        return "truefalse"
    try:
        numeric(_range(answer), FULL, "", line=None)
    except Fault:
        return "shortanswer" if answer else ""
    return "numerical"


def answers_of(
    kind: str, answer: str, options: Sequence[tuple[str, str]], tolerance: str, row: int
) -> list[Answer]:
    """The answers of a question of a kind; `Fault` where the answer does not fit it."""
    match kind:
        case "multichoice" | "multiple":
            return _chosen(answer, options, row)
        case "truefalse":
            return _truth(answer, options, row)
        case "numerical":
            return _numbers(answer, tolerance, row)
        case "matching":
            return _pairs(
                [words for _letter, words in options] or re.split(r"[;；\n|]", answer), row
            )
        case _:
            accepted = [one.strip() for one in re.split(r"[|｜;；\n]", answer) if one.strip()]
            accepted += [words for _letter, words in options if words not in accepted]
            if not accepted:
                raise Fault(row, zh=f"第 {row} 行没有答案。", en=f"Row {row} has no answer.")
            return [Answer(one, FULL) for one in accepted]


def _chosen(answer: str, options: Sequence[tuple[str, str]], row: int) -> list[Answer]:
    if len(options) < 2:
        raise Fault(
            row, zh=f"第 {row} 行的选项不到两个。", en=f"Row {row} has fewer than two options."
        )
    right = _right(answer, options)
    if not right:
        raise Fault(
            row,
            zh=f"第 {row} 行的答案“{answer}”不是任何选项。",
            en=f"Row {row}: the answer “{answer}” is none of the options.",
        )
    share = FULL / len(right)
    return [
        Answer(words, share if at in right else 0.0) for at, (_letter, words) in enumerate(options)
    ]


def _right(answer: str, options: Sequence[tuple[str, str]]) -> set[int]:
    """Which options an answer means: letters, figures, or the words themselves."""
    texts = {words: at for at, (_letter, words) in reversed(list(enumerate(options)))}
    letters = {letter: at for at, (letter, _words) in enumerate(options)}
    letters |= {chr(97 + at): at for at in range(len(options))}
    letters |= (
        {str(at + 1): at for at in range(len(options))} if not letters.keys() & set("12") else {}
    )
    pieces = [one.strip() for one in re.split(r"[,，、;；|/\s]+", answer) if one.strip()]
    bare = [piece.strip("()（）.．").lower() for piece in pieces]
    if bare and all(piece in letters for piece in bare):
        return {letters[piece] for piece in bare}
    if re.fullmatch(r"[A-Ha-h]+", answer) and all(one in letters for one in answer.lower()):
        return {letters[one] for one in answer.lower()}
    if answer in texts:
        return {texts[answer]}
    parts = [one.strip() for one in re.split(r"[;；|\n]", answer) if one.strip()]
    return {texts[one] for one in parts} if parts and all(one in texts for one in parts) else set()


def _truth(answer: str, options: Sequence[tuple[str, str]], row: int) -> list[Answer]:
    said = answer.strip().lower()
    if options and (meant := _right(answer, options)) and len(meant) == 1:
        said = options[meant.pop()][1].strip().lower()
    if said not in _TRUE | _FALSE:
        raise Fault(
            row,
            zh=f"第 {row} 行的答案“{answer}”不是“对”或“错”。",
            en=f"Row {row}: the answer “{answer}” is neither true nor false.",
        )
    is_true = said in _TRUE
    return [Answer("true", FULL if is_true else 0.0), Answer("false", 0.0 if is_true else FULL)]


def _range(answer: str) -> str:
    """`3~5`, `3～5` and `3至5` are ranges too; `3±0.1` is a number and how far off."""
    found = re.fullmatch(r"\s*(-?[\d.]+)\s*(?:~|～|至|到|\.\.)\s*(-?[\d.]+)\s*", answer)
    return f"{found.group(1)}..{found.group(2)}" if found else answer.replace("±", ":")


def _numbers(answer: str, tolerance: str, row: int) -> list[Answer]:
    if not answer:
        raise Fault(row, zh=f"第 {row} 行没有答案。", en=f"Row {row} has no answer.")
    answers = []
    for one in re.split(r"[|｜;；\n]", answer):
        written = _range(one)
        if tolerance and ":" not in written and ".." not in written:
            written = f"{written}:{tolerance.lstrip('±')}"
        answers.append(numeric(written, FULL, "", line=row))
    return answers


def _pairs(pieces: Sequence[str], row: int) -> list[Answer]:
    answers = []
    for piece in pieces:
        if not piece.strip():
            continue
        sides = _BETWEEN.split(piece.strip(), maxsplit=1)
        if len(sides) != 2:
            raise Fault(
                row,
                zh=f"第 {row} 行：连线题的“{piece.strip()}”里没有“->”。",
                en=f"Row {row}: “{piece.strip()}” of a matching question has no “->”.",
            )
        answers.append(Answer(sides[1], FULL if sides[0] else 0.0, prompt=sides[0]))
    if not answers:
        raise Fault(row, zh=f"第 {row} 行没有要连的。", en=f"Row {row} has nothing to match.")
    return answers
