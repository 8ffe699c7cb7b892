"""Questions gathered in the order of their file, each with an id of its own."""

from dataclasses import dataclass, field, replace

from .question import Fault, Question, Questions, Unsupported

_LONGEST_ID = 120


@dataclass(slots=True)
class Collected:
    """What has been read of a file so far."""

    questions: list[Question] = field(default_factory=list)
    unsupported: list[Unsupported] = field(default_factory=list)
    _taken: dict[str, int] = field(default_factory=dict)
    """Ids that have been given, each with the last number that was put behind it."""
    _count: int = 0

    def take(self, question: Question) -> None:
        """Keep a question; an id that is missing or stands already is made unique."""
        self.questions.append(replace(question, id=self._id(question.id)))

    def refuse(
        self, wanted: str, kind: str, line: int | None, *, zh: str, en: str, name: str = ""
    ) -> None:
        """Name something that is not taken."""
        self.unsupported.append(Unsupported(self._id(wanted), kind, line, zh, en, name))

    def refuse_fault(
        self, wanted: str, kind: str, fault: Fault, *, line: int | None, name: str = ""
    ) -> None:
        """Name a broken question by what is wrong with it."""
        at = fault.line if fault.line is not None else line
        self.refuse(wanted, kind, at, zh=fault.zh, en=fault.en, name=name)

    def done(self) -> Questions:
        """All of it."""
        return Questions(tuple(self.questions), tuple(self.unsupported))

    def _id(self, wanted: str) -> str:
        self._count += 1
        wanted = " ".join(wanted.split())[:_LONGEST_ID] or f"q{self._count}"
        given, again = wanted, self._taken.get(wanted, 1)
        while given in self._taken:
            again += 1
            given = f"{wanted}-{again}"
        self._taken[wanted] = again
        self._taken.setdefault(given, 1)
        return given
