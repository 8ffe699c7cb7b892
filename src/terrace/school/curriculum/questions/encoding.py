"""Text of a file in whatever encoding a computer in a school has saved it."""

import codecs
import re

from .question import Fault

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312"}


def decoded(raw: bytes, *, xml: bool = False) -> str:
    """The text: UTF-16 and UTF-32 by their mark, UTF-8 with and without one, what an XML file
    declares, else GB18030 (with it GBK), else Windows-1252.

    Line ends become `\\n`. Raises `Fault` for what is no text.
    """
    text = _text(raw, xml=xml)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Fault(
            line, zh="这不是文本文件，里面有零字节。", en="This is no text: it holds zero bytes."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(raw: bytes, *, xml: bool) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (codecs.BOM_UTF8, "utf-8-sig"),
    ):
        if raw.startswith(mark):
            return _strictly(raw, encoding)
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # A text of Latin letters without its mark: every other byte is nought.
        if len(raw) >= 4 and raw[place] == 0 and raw[place + 2] == 0 and raw[1 - place]:
            return _strictly(raw, encoding)
    declared = _DECLARED.match(raw) if xml else None
    if declared:
        name = declared.group(1).decode("ascii").lower()
        if name not in ("utf-8", "utf8"):
            return _strictly(raw, "gb18030" if name in _CHINESE else name)
        return _strictly(raw, "utf-8")
    for encoding in ("utf-8", "gb18030", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        # Some codecs of Python turn bytes into bytes, or run for long: text codecs only.
        if not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError(encoding)
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Fault(
            line,
            zh=f"第 {line} 行有字不是 {encoding} 编码。请另存为 UTF-8 再试。",
            en=f"Line {line} is not in {encoding}. Save the file as UTF-8 and try again.",
        ) from error
    except LookupError as error:
        raise Fault(
            1,
            zh=f"不认识编码“{encoding}”。请另存为 UTF-8 再试。",
            en=f"The encoding {encoding} is not known. Save the file as UTF-8 and try again.",
        ) from error
