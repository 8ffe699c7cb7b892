"""Any file of questions: which format it is, and what stands in it."""

from pathlib import PurePath

from .encoding import decoded
from .gift import read_gift
from .moodle import read_moodle
from .question import Fault, Questions, Unsupported
from .sheet import read_sheets
from .tables import text_table, workbook_tables
from .typed import is_typed, read_typed

MOST_BYTES = 64 * 1024**2
_TEXT_TABLES = (".csv", ".tsv")
_WORKBOOKS = (".xlsx", ".xlsm")
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def read_questions(raw: bytes, *, name: str) -> Questions:
    """The questions in a file's bytes; never raises for what stands in it.

    `name` is the file's: its ending says the format, unless what it holds says otherwise. A file
    that cannot be read at all is itself named in `unsupported`, with the line where it breaks.
    """
    try:
        return _read(raw, PurePath(name).suffix.lower())
    except Fault as fault:
        refused = Unsupported(PurePath(name).name, "file", fault.line, fault.zh, fault.en)
        return Questions((), (refused,))


def _read(raw: bytes, suffix: str) -> Questions:
    if len(raw) > MOST_BYTES:
        raise Fault(
            None,
            zh=f"文件超过 {MOST_BYTES // 1024**2} MB，没有读。",
            en=f"The file is larger than {MOST_BYTES // 1024**2} MB: it was not read.",
        )
    if not raw.strip():
        raise Fault(1, zh="文件是空的。", en="The file is empty.")
    if raw.startswith(_OLD_WORKBOOK):
        raise Fault(
            None,
            zh="这是旧的 Excel 文件（.xls），请另存为 .xlsx 再试。",
            en="This is an old Excel file (.xls): save it as .xlsx and try again.",
        )
    if raw.startswith(b"PK\x03\x04") or suffix in _WORKBOOKS:
        return read_sheets(workbook_tables(raw))
    if suffix in _TEXT_TABLES:
        return read_sheets([text_table(raw)])
    if suffix == ".xml" or raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<quiz")):
        return read_moodle(decoded(raw, xml=True))
    text = decoded(raw)
    # Braces are what GIFT is made of; without them nothing in it could be answered.
    if suffix != ".gift" and "{" not in text and is_typed(text):
        return read_typed(text)
    return read_gift(text)
