"""Files of a curriculum: CASE 1.1 JSON, lists of standards as JSON, CSV of standards or of links.

Source: 1EdTech, Competencies and Academic Standards Exchange (CASE) 1.1, the `CFPackage`.
"""

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from terrace.school.curriculum.questions.encoding import decoded
from terrace.school.curriculum.questions.question import Fault

from .framework import Collected, Framework, Problem, checked
from .json_lists import take_json
from .tables import take_table

MOST_BYTES = 64 * 1024**2


def read_framework(files: Sequence[tuple[str, bytes]]) -> Framework:
    """One curriculum from its files (name and bytes); never raises for what stands in them."""
    found = Collected()
    for path, raw in files:
        name = PurePath(path).name
        try:
            _take(found, name, raw)
        except Fault as fault:
            where = "" if fault.line is None else str(fault.line)
            found.problems.append(Problem(name, where, fault.zh, fault.en))
    if not found.title and files:
        found.title = PurePath(files[0][0]).stem
    return checked(found)


def _take(found: Collected, name: str, raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise Fault(
            None,
            zh=f"文件超过 {MOST_BYTES // 1024**2} MB，没有读。",
            en=f"The file is larger than {MOST_BYTES // 1024**2} MB: it was not read.",
        )
    text = decoded(raw)
    if text.lstrip()[:1] in ("{", "["):
        take_json(found, name, _loaded(text))
    elif PurePath(name).suffix.lower() in (".csv", ".tsv", ".txt"):
        take_table(found, name, raw)
    else:
        raise Fault(
            1,
            zh="这不是 CASE 的 JSON，也不是 CSV。",
            en="This is neither CASE JSON nor CSV.",
        )


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Fault(
            error.lineno,
            zh=f"第 {error.lineno} 行第 {error.colno} 个字起不是完整的 JSON。",
            en=f"Line {error.lineno}, column {error.colno} is not well-formed JSON: {error.msg}.",
        ) from error
    except RecursionError as error:
        raise Fault(
            1, zh="嵌套太深，没有读。", en="It is nested too deeply: it was not read."
        ) from error
