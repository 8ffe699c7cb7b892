"""A FET file read into a `Problem`: the school's lists first, then each constraint by its kind."""

from terrace.engines.timetable.fet import space, time
from terrace.engines.timetable.fet.school import School
from terrace.engines.timetable.fet.tree import parse
from terrace.engines.timetable.problem import Broken, Problem, Source

UNUSUAL_MODES = {"Mornings-Afternoons", "Block-Planning", "Terms"}


def read(data: bytes) -> Problem:
    """The problem in ``data`` (a ``.fet`` file). Raises `Broken` with the line and the reason.

    What we cannot plan is listed in ``unsupported`` by kind and line, never dropped in silence.
    """
    root = parse(data)
    if root.tag.lower() != "fet":
        raise Broken(
            root.line,
            f"这不是 FET 文件：根元素是 {root.tag}",
            f"not a FET file: the root is {root.tag}",
        )
    constraints = [
        one
        for list_ in ("Time_Constraints_List", "Space_Constraints_List")
        for one in (root.find(list_) or root).children
        if one.tag.startswith("Constraint") and one.said("Active") != "false"
    ]
    school = School(root, constraints)
    mode = root.said("Mode")
    if mode in UNUSUAL_MODES:
        school.unsupported.append(Source(f"Mode {mode}", root.line))
    for node in constraints:
        kind = node.tag.removeprefix("Constraint")
        if not time.read(kind, node, school) and not space.read(kind, node, school):
            school.unsupported.append(Source(node.tag, node.line))
    return school.problem(root.said("Institution_Name") or "")
