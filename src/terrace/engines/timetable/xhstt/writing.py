"""A plan into the archive that its school came from: the instance unchanged, one solution."""

from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from terrace.engines.timetable.problem import Broken
from terrace.engines.timetable.xhstt.instance import NONE, Instance, Plan

SOLVER = "Terrace"
LIST = "SolutionGroups"


def write(data: bytes, school: Instance, plan: Plan) -> bytes:
    """``data`` with one solution group, which holds ``plan``, in place of those it had.

    Names that the file's encoding does not hold are written by number. Raises `Broken`.
    """
    place = _place(data)
    text = _solution_groups(school, plan).encode(place.encoding, "xmlcharrefreplace")
    return data[: place.begin] + text + data[place.end :]


def _solution_groups(school: Instance, plan: Plan) -> str:
    rows = []
    for lesson in plan:
        event = school.events[lesson.event]
        row = f"<Event Reference={quoteattr(event.id)}><Duration>{lesson.duration}</Duration>"
        if lesson.time != NONE and event.time == NONE:
            row += f"<Time Reference={quoteattr(school.times[lesson.time])}/>"
        found = "".join(
            f"<Resource Reference={quoteattr(school.resources[who].id)}>"
            f"<Role>{escape(role.name)}</Role></Resource>"
            for role, who in zip(event.roles, lesson.who, strict=True)
            if role.resource == NONE and who != NONE
        )
        row += f"<Resources>{found}</Resources>" if found else ""
        rows.append(row + "</Event>\n")
    return (
        f'<{LIST}>\n<SolutionGroup Id="{SOLVER}"><MetaData><Contributor>{SOLVER}</Contributor>'
        f"<Date/><Description/></MetaData>\n<Solution Reference={quoteattr(school.id)}><Events>\n"
        f"{''.join(rows)}</Events></Solution></SolutionGroup>\n</{LIST}>\n"
    )


class _Place:
    """Where in the bytes of a file its solution groups stand, or should."""

    def __init__(self) -> None:
        self.begin = self.end = -1
        self.encoding = "utf-8"


def _place(data: bytes) -> _Place:
    place = _Place()
    parser = expat.ParserCreate()
    deep = 0

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal deep
        deep += 1
        if deep == 2 and tag == LIST and place.begin < 0:
            place.begin = parser.CurrentByteIndex

    def end(tag: str) -> None:
        nonlocal deep
        at = parser.CurrentByteIndex
        if deep == 2 and tag == LIST and place.end < 0:
            # An empty element has no end tag: there expat stands behind it already.
            named = data.startswith(f"</{LIST}".encode(place.encoding), at)
            close = ">".encode(place.encoding)
            place.end = data.index(close, at) + len(close) if named else at
        elif deep == 1 and place.end < 0:
            place.begin = place.end = at
        deep -= 1

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        place.encoding = _bytes_of(data, encoding or "utf-8")

    place.encoding = _bytes_of(data, "utf-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.XmlDeclHandler = declaration
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Broken(0, "不是完好的 XML", "not sound XML") from error
    return place


def _bytes_of(data: bytes, encoding: str) -> str:
    """The encoding without its mark at the start, which stands only there."""
    if data[:2] == b"\xff\xfe":
        return "utf-16-le"
    return "utf-16-be" if data[:2] == b"\xfe\xff" else encoding
