"""Words of a text as terms to look up: pairs of Chinese characters, stems of English words.

Chinese is written without spaces, and a box has no room for a dictionary of words: every two
neighbouring characters are a term, as is usual in retrieval (Nie, Gao, Zhang and Zhou, "On the use
of words and n-grams for Chinese information retrieval", 2000). English words lose their endings.
"""

import re
import unicodedata
from collections import Counter

_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+")

_SAYS_NOTHING = """
    a an and are as at be been but by can could did do does for from had has have how i if in into
    is it its me my no not of on or our she so that the their them then there these they this to us
    was we were what when where which who why will with would you your he her his him should about
    more some any all one get make want need help let
"""
STOP = frozenset(_SAYS_NOTHING.split())
"""English words that say nothing of what is looked for."""

_IN_EVERY_QUESTION = """
    怎么 什么 我们 他们 她们 可以 应该 没有 一个 如何 的孩 孩子 学生 学校 老师 时候 办法 有什 么办
    怎样 样才 才能 能让 为什 是不 不是 不会 想要 有没 哪些 一些 这个 那个 自己 很多 不知 知道
"""
STOP_PAIRS = frozenset(_IN_EVERY_QUESTION.split())
"""Pairs that stand in nearly every question; not looked up where others are left."""

_ENDINGS = (
    ("ies", "y"),
    ("sses", "ss"),
    ("ings", ""),
    ("ing", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
)


def terms(text: str) -> Counter[str]:
    """How often each term stands in the text; stop words are left out."""
    found: Counter[str] = Counter()
    for run in runs(text):
        if run[0].isascii():
            if run not in STOP:
                found[stem(run)] += 1
        elif len(run) == 1:
            found[run] += 1
        else:
            found.update(run[place : place + 2] for place in range(len(run) - 1))
    return found


def runs(text: str) -> list[str]:
    """The runs of Chinese characters and the English words, in order, in lower case."""
    return _RUN.findall(unicodedata.normalize("NFKC", text).casefold())


def stem(word: str) -> str:
    """An English word without its ending: `visits`, `visiting` and `visited` are `visit`."""
    if word.isdigit() or len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)] + instead
            doubled = word[-1] == word[-2] and word[-1] not in "ls"
            if doubled and ending in ("ing", "ings", "ed"):
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word
