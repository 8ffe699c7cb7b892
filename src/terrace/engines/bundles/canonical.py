"""JSON written in one way only, so that what is signed here is what is checked elsewhere.

Keys sorted by code point, no spaces, UTF-8, whole numbers only: the part of RFC 8785 (JSON
Canonicalization Scheme) on which all programs agree. Numbers with a fraction are refused.
"""

import json
from collections.abc import Mapping
from typing import Any

DEEPEST = 12
LARGEST_NUMBER = 2**53 - 1


class NotCanonical(Exception):
    """A value that JSON of this kind cannot hold, or text that is not JSON of this kind."""

    def __init__(self, zh: str, en: str) -> None:
        self.message_zh, self.message_en = zh, en
        super().__init__(en)


def encode(value: Any) -> bytes:
    """The one way to write `value`. Raises `NotCanonical`."""
    _check(value, DEEPEST)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as broken:
        raise NotCanonical("文字里有半个字符", "a text holds half a character") from broken


def decode(data: bytes) -> Any:
    """The value written in `data`, in whichever layout. Raises `NotCanonical`.

    A key that stands twice is refused: two readers could take different ones.
    """
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_float=_no_fraction)
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as broken:
        raise NotCanonical("不是 UTF-8 的 JSON", "not JSON in UTF-8") from broken
    _check(value, DEEPEST)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("有重复的键", "a key stands twice")
    return found


def _no_fraction(text: str) -> Any:
    raise NotCanonical(f"数要写成整数，不是 {text[:20]}", f"whole numbers only, not {text[:20]}")


def _check(value: Any, depth: int) -> None:
    if depth < 0:
        raise NotCanonical("层数太多", "nested too deeply")
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int):
        if abs(value) > LARGEST_NUMBER:
            raise NotCanonical("数太大", "a number is too large")
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if not isinstance(key, str):
                raise NotCanonical("键要是文字", "a key is no text")
            _check_text(key)
            _check(one, depth - 1)
    elif isinstance(value, list):
        for one in value:
            _check(one, depth - 1)
    else:
        raise NotCanonical("有写不进去的值", f"{type(value).__name__} has no place here")


def _check_text(text: str) -> None:
    if any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in text):
        raise NotCanonical("文字里有半个字符或空字符", "a text holds half a character or a null")
