"""What is wrong in a file that a person brings: where, and how to mend it, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem; `row` and `column` as the spreadsheet shows them (1, "A"), if it has a place."""

    file: str
    row: int | None
    column: str | None
    message_zh: str
    message_en: str

    def to_json(self) -> dict[str, str | int | None]:
        """The problem as plain JSON."""
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "message_zh": self.message_zh,
            "message_en": self.message_en,
        }


class Unreadable(ValueError):
    """Nothing in the file can be read; `zh` and `en` say why and what to do."""

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
