"""A sheet that was read with one doubtful mark, and what Today says of it."""

from terrace.school.papers import actions
from terrace.school.papers.models import Answer, Copy, Sheet
from terrace.school.today.models import Todo

from . import paper


def as_json(answers: dict[str, paper.Value]) -> dict[str, object]:
    return {name: v if isinstance(v, str) else list(v) for name, v in answers.items()}


def other_than(value: paper.Value) -> paper.Value:
    assert not isinstance(value, str)
    return ((value[0] + 1) % 4,)


class Faint:
    """A sheet that was read with one doubtful mark, `q2`."""

    def __init__(self, village: paper.Village, printed: paper.Printed, desk: paper.Desk) -> None:
        self.sheet: Sheet = printed.sheets[0]
        self.page = printed.page_of(self.sheet)
        self.truth = desk.answers(self.sheet)
        self.stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
        photo = desk.unsure(self.page, self.sheet, self.truth, field="q2")
        paper.send(self.stack, photo, village.teacher_a)
        paper.read(self.stack)
        self.copy: Copy = self.sheet.copies.get()

    @property
    def doubt(self) -> Answer:
        """The doubtful mark."""
        return self.copy.answers.get(field="q2")


def open_todos() -> list[tuple[str, int]]:
    rows = Todo.objects.filter(done_at=None)
    return [(todo.staff.name, todo.detail["count"]) for todo in rows]
