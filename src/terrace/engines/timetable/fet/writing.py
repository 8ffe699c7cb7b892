"""A plan written back into the FET file it came from: the file unchanged, and the plan locked."""

import re
from xml.sax.saxutils import escape

from terrace.engines.timetable.problem import Broken, Plan, Problem

TIME = """<ConstraintActivityPreferredStartingTime>
\t<Weight_Percentage>100</Weight_Percentage>
\t<Activity_Id>{id}</Activity_Id>
\t<Preferred_Day>{day}</Preferred_Day>
\t<Preferred_Hour>{hour}</Preferred_Hour>
\t<Permanently_Locked>true</Permanently_Locked>
\t<Active>true</Active>
\t<Comments></Comments>
</ConstraintActivityPreferredStartingTime>
"""
SPACE = """<ConstraintActivityPreferredRoom>
\t<Weight_Percentage>100</Weight_Percentage>
\t<Activity_Id>{id}</Activity_Id>
\t<Room>{room}</Room>
\t<Permanently_Locked>true</Permanently_Locked>
\t<Active>true</Active>
\t<Comments></Comments>
</ConstraintActivityPreferredRoom>
"""


def write(data: bytes, problem: Problem, plan: Plan) -> bytes:
    """``data`` with one locked time for each placed activity, and one room where it has one.

    Names that the file's encoding does not hold are written by number. Raises `Broken` if the
    file lacks the lists of constraints.
    """
    encoding = _encoding(data)
    times, rooms = [], []
    hours = len(problem.hours)
    for activity, start, room in zip(problem.activities, plan.starts, plan.rooms, strict=True):
        if start < 0:
            continue
        day, hour = problem.days[start // hours], problem.hours[start % hours]
        name = escape(activity.name)
        times.append(TIME.format(id=name, day=escape(day), hour=escape(hour)))
        if room >= 0:
            rooms.append(SPACE.format(id=name, room=escape(problem.rooms[room].name)))
    for list_, added in (("Time_Constraints_List", times), ("Space_Constraints_List", rooms)):
        end = f"</{list_}>".encode(encoding)
        at = data.rfind(end)
        if at < 0 and added:
            raise Broken(0, f"缺少 {list_}", f"{list_} is missing")
        if added:
            data = data[:at] + "".join(added).encode(encoding, "xmlcharrefreplace") + data[at:]
    return data


def _encoding(data: bytes) -> str:
    found = re.search(rb"""encoding=["']([A-Za-z0-9_.-]+)["']""", data[:200])
    return found.group(1).decode() if found else "utf-8"
