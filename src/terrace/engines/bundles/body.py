"""What stands in a practice, a try, a report and a revocation, and what may not.

A text is `{"zh": …, "en": …}`, in one language or both. Money is whole fen a year, time whole
minutes a week. Fields that a later version adds are kept: the signature covers them.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

LONGEST_TEXT = 6000
MOST_STEPS = 30
MOST_PHOTOS = 12
MOST_NUMBERS = 12
LARGEST_COUNT = 100_000_000_00

NEEDS = (
    "heard",
    "family",
    "boarding",
    "habits",
    "confidence",
    "learning",
    "reading",
    "teachers",
    "village",
    "resources",
)
"""What a practice is for; a practice names one to three."""

EVIDENCE = ("told", "counted", "compared", "studied")
"""How it is known: people say so; counted before and after; compared with others; a study."""

OUTCOMES = ("kept", "changed", "stopped")

_TEXTS = ("need", "context", "changed", "known_by", "went_wrong", "harms")
_KEY = re.compile(r"[0-9a-f]{64}")


class NotABody(Exception):
    """What is wrong with a body: which field, and why in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        self.message_zh, self.message_en = zh, en
        super().__init__(en)


def check_body(kind: Any, body: Any) -> None:
    """Raise `NotABody` unless `body` is one of this kind."""
    if not isinstance(kind, str) or kind not in CHECKS:
        raise NotABody("不认识的种类", "kind is unknown")
    if not isinstance(body, Mapping):
        raise NotABody("没有正文", "body is no object")
    CHECKS[kind](body)


def name_of(kind: str, body: Mapping[str, Any]) -> str:
    """What people call a thing: the title of a practice, else its kind and when."""
    if kind == "practice" and not body.get("withdrawn"):
        return any_words(body["title"])
    if kind == "report":
        return f"report {body['outcome']}"
    return f"{kind} {body.get('starts', '')}".strip()


def any_words(text: Mapping[str, str], language: str = "zh") -> str:
    """A text in this language; in the other one where there is none."""
    return text.get(language) or next((one for one in text.values() if one), "")


def _practice(body: Mapping[str, Any]) -> None:
    if body.get("withdrawn") is True:
        _text(body, "why", needed=False)
        return
    if "withdrawn" in body:
        raise _bad("withdrawn", "只能是 true", "is true or absent")
    _text(body, "title", longest=120)
    for field in _TEXTS:
        _text(body, field, needed=field == "need")
    steps = _list(body, "steps", MOST_STEPS)
    if not steps:
        raise _bad("steps", "至少写一步", "has one step at least")
    for number, step in enumerate(steps, 1):
        _words(step, f"steps {number}", longest=LONGEST_TEXT)
    needs = _list(body, "needs", 3)
    named = {str(one) for one in needs}
    if not needs or len(named) != len(needs) or not named <= set(NEEDS):
        raise _bad("needs", "从清单里选一到三个", "names one to three of the list")
    if body.get("evidence") not in EVIDENCE:
        raise _bad("evidence", "从清单里选", "is none of the list")
    for field in ("cost_fen", "minutes_a_week"):
        _count(body, field)
    for field in ("pupils", "boarders", "staff"):
        _count(body, field, needed=False)
    for number, photo in enumerate(_list(body, "photos", MOST_PHOTOS), 1):
        _photo(photo, f"photos {number}")
    for number, source in enumerate(_list(body, "sources", 20), 1):
        if not isinstance(source, str) or not 0 < len(source) <= 400:
            raise _bad(f"sources {number}", "写成一行文字", "is no line of text")


def _try(body: Mapping[str, Any]) -> None:
    _which(body)
    starts, report_on = _day(body, "starts"), _day(body, "report_on")
    if report_on < starts:
        raise _bad("report_on", "不能早于开始", "is before the start")
    _text(body, "adapted", needed=False)


def _report(body: Mapping[str, Any]) -> None:
    _which(body)
    _uuid(body.get("try"), "try")
    if body.get("outcome") not in OUTCOMES:
        raise _bad("outcome", "只能是 kept、changed、stopped", "is kept, changed or stopped")
    _text(body, "why")
    for number, one in enumerate(_list(body, "numbers", MOST_NUMBERS), 1):
        where = f"numbers {number}"
        if not isinstance(one, Mapping):
            raise _bad(where, "不对", "is no object")
        _words(one.get("what"), f"{where} what", longest=200)
        for when in ("before", "after"):
            _amount(one.get(when), f"{where} {when}")


def _amount(told: Any, where: str) -> None:
    """A count, of how many days, and between which counts it would lie by chance (95%)."""
    if not isinstance(told, Mapping):
        raise _bad(where, "不对", "is no object")
    for field in ("count", "days", "low", "high"):
        value = told.get(field)
        if type(value) is not int or not 0 <= value <= LARGEST_COUNT:
            raise _bad(f"{where} {field}", "要是整数", "is no whole number")
    if not told["low"] <= told["count"] <= told["high"]:
        raise _bad(where, "区间不含这个数", "lies outside its interval")


def _revocation(body: Mapping[str, Any]) -> None:
    revoked = body.get("revoked")
    if not isinstance(revoked, str) or not _KEY.fullmatch(revoked):
        raise _bad("revoked", "不是钥匙", "is no key")
    _text(body, "why", needed=False)


def _which(body: Mapping[str, Any]) -> None:
    which = body.get("practice")
    if not isinstance(which, Mapping) or set(which) != {"key", "id"}:
        raise _bad("practice", "要写明是哪条经验", "names no practice")
    if not isinstance(which["key"], str) or not _KEY.fullmatch(which["key"]):
        raise _bad("practice key", "不是钥匙", "is no key")
    _uuid(which["id"], "practice id")


def _photo(told: Any, where: str) -> None:
    if not isinstance(told, Mapping):
        raise _bad(where, "不对", "is no object")
    digest = told.get("sha256")
    if not isinstance(digest, str) or not _KEY.fullmatch(digest):
        raise _bad(f"{where} sha256", "不对", "is no digest")
    _words(told.get("caption"), f"{where} caption", longest=300)
    released = told.get("released_by")
    if not isinstance(released, str) or not 0 < len(released.strip()) <= 200:
        raise _bad(f"{where} released_by", "要写明谁同意公开", "says not who released it")


def _text(
    body: Mapping[str, Any], field: str, *, needed: bool = True, longest: int = LONGEST_TEXT
) -> None:
    if field in body or needed:
        _words(body.get(field), field, longest=longest, needed=needed)


def _words(told: Any, where: str, *, longest: int, needed: bool = True) -> None:
    if not isinstance(told, Mapping) or not set(told) <= {"zh", "en"}:
        raise _bad(where, '写成 {"zh": …, "en": …}', 'is not {"zh": …, "en": …}')
    if not all(isinstance(one, str) and len(one) <= longest for one in told.values()):
        raise _bad(where, f"最多 {longest} 字", f"is longer than {longest} characters or no text")
    if needed and not any(one.strip() for one in told.values()):
        raise _bad(where, "没有写", "is empty")


def _list(body: Mapping[str, Any], field: str, most: int) -> list[Any]:
    told = body.get(field, [])
    if not isinstance(told, list) or len(told) > most:
        raise _bad(field, f"最多 {most} 项", f"is no list of {most} at most")
    return told


def _count(body: Mapping[str, Any], field: str, *, needed: bool = True) -> None:
    value = body.get(field)
    if value is None and not needed:
        return
    if type(value) is not int or not 0 <= value <= LARGEST_COUNT:
        raise _bad(field, "要是整数", "is no whole number")


def _uuid(text: Any, where: str) -> None:
    try:
        right = str(UUID(text)) == text
    except (ValueError, AttributeError, TypeError):
        right = False
    if not right:
        raise _bad(where, "编号不对", "is no UUID")


def _day(body: Mapping[str, Any], field: str) -> date:
    text = body.get(field)
    try:
        found = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise _bad(field, "写成 2026-11-24", "is no day such as 2026-11-24")
    return found


def _bad(where: str, zh: str, en: str) -> NotABody:
    return NotABody(f"{where} {zh}", f"{where} {en}")


CHECKS = {"practice": _practice, "try": _try, "report": _report, "revocation": _revocation}
"""How the body of each kind is checked."""
