"""OneRoster 1.1 and 1.2 as a zip of CSV files (1EdTech, *OneRoster CSV Binding*): who is whom.

A child has one class here: her homeroom, else the first class that she is enrolled in. Subjects,
courses, results and resources are not taken. Fields that neither version defines do not matter.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from . import values
from .naming import full_name, phone_number
from .problem import Problem, Unreadable
from .roster import Roster, RosterAdult, RosterChild, RosterClass, RosterGuardian
from .zipped import TableRow, table, table_names

NEEDED = {
    "orgs.csv": ("sourcedId", "name", "type"),
    "users.csv": ("sourcedId", "givenName", "familyName"),
    "classes.csv": ("sourcedId", "title"),
    "enrollments.csv": ("classSourcedId", "userSourcedId", "role"),
    "demographics.csv": ("sourcedId",),
    "roles.csv": ("userSourcedId", "role"),
}

PUPILS = frozenset({"student"})
STAFF = frozenset(
    {
        "teacher",
        "administrator",
        "aide",
        "proctor",
        "principal",
        "counselor",
        "siteadministrator",
        "districtadministrator",
        "systemadministrator",
    }
)
FAMILY = frozenset({"guardian", "parent", "relative"})
GONE = "tobedeleted"

Meant = TypeVar("Meant")


def read_oneroster(path: Path, *, today: date, name: str | None = None, school: str = "") -> Roster:
    """Read a zip; never raises for what stands in it. `school` chooses one where there are several.

    `name` is what the file is called in problems, its own name by default.
    """
    reading = _Reading(path, name or path.name, today)
    try:
        _check_version(reading)
        orgs = _orgs(reading, school)
        _people(reading, orgs)
        _classes(reading, orgs)
        _enrolments(reading)
        _put_together(reading)
    except Unreadable as refused:
        shown = reading.roster.problems
        shown.append(Problem(reading.file, None, None, refused.zh, refused.en))
        return Roster(problems=shown)
    return reading.roster


@dataclass(slots=True)
class _Person:
    row: TableRow
    name: str
    roles: set[str]
    agents: list[str]


@dataclass(slots=True)
class _Reading:
    path: Path
    file: str
    today: date
    roster: Roster = field(default_factory=Roster)
    names: dict[str, str] = field(default_factory=dict)
    people: dict[str, _Person] = field(default_factory=dict)
    classes: dict[str, tuple[TableRow, RosterClass]] = field(default_factory=dict)
    homerooms: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    """Keys that are of another school, or named as a problem already."""
    of_child: dict[str, list[str]] = field(default_factory=dict)
    of_class: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = table_names(self.path)

    def rows(self, file: str) -> Iterator[TableRow]:
        """The rows of one table, without those to be deleted; none where it is not there."""
        if file not in self.names:
            return
        for row in table(self.path, self.names[file], needed=NEEDED.get(file, ())):
            if row["status"].lower() == GONE:
                self.problem(
                    file,
                    row,
                    "status",
                    "另一个程序要删掉这一行：这里什么也没有删，请在本校的页面上处理。",
                    "The other program would delete this: nothing was deleted here, do it by hand.",
                )
                continue
            yield row

    def problem(self, file: str, row: TableRow, heading: str, zh: str, en: str) -> None:
        """A problem of one row; the file's own name stands in the words."""
        self.roster.problems.append(
            Problem(self.file, row.number, row.column(heading), f"{file}：{zh}", f"{file}: {en}")
        )

    def understood(
        self, file: str, row: TableRow, heading: str, read: Callable[[str], Meant], otherwise: Meant
    ) -> Meant:
        try:
            return read(row[heading])
        except Unreadable as refused:
            self.problem(file, row, heading, refused.zh, refused.en)
            return otherwise


def _check_version(reading: _Reading) -> None:
    if "users.csv" not in reading.names or "orgs.csv" not in reading.names:
        lacks = "users.csv" if "users.csv" not in reading.names else "orgs.csv"
        raise Unreadable(
            zh=f"压缩包里没有 {lacks}：这不是完整的 OneRoster。",
            en=f"There is no {lacks} in the zip: this is no complete OneRoster.",
        )
    version = ""
    if "manifest.csv" in reading.names:
        for row in table(reading.path, reading.names["manifest.csv"]):
            if row["propertyName"].lower() == "oneroster.version":
                version = row["value"]
    else:
        first = next(table(reading.path, reading.names["users.csv"]), None)
        version = "1.1" if first is not None and "enabledUser" in first.places else "1.0"
    if version.split(".")[:2] in (["1", "1"], ["1", "2"]):
        return
    if version.startswith("1.0"):
        raise Unreadable(
            zh="这是 OneRoster 1.0，没有清单，字段也不同。请让那个程序导出 1.1 或 1.2。",
            en="This is OneRoster 1.0, which has other fields: export 1.1 or 1.2.",
        )
    raise Unreadable(
        zh=f"OneRoster 的版本“{version[:20]}”不认识，能读的是 1.1 和 1.2。",
        en=f"OneRoster version “{version[:20]}” is not known: 1.1 and 1.2 can be read.",
    )


def _orgs(reading: _Reading, wanted: str) -> set[str] | None:
    """The keys of the school meant and of what is below it; None where nothing is told apart."""
    names: dict[str, str] = {}
    schools: dict[str, str] = {}
    above: dict[str, str] = {}
    for row in reading.rows("orgs.csv"):
        key = row["sourcedId"]
        names[key] = values.words(row["name"])[:80]
        above[key] = row["parentSourcedId"]
        if row["type"].lower() == "school":
            schools[key] = names[key]
    chosen = [key for key, name in schools.items() if name == wanted] if wanted else list(schools)
    if not chosen and len(schools) == 1:
        chosen = list(schools)
    if not schools:
        reading.roster.school = next(iter(names.values()), "")
        return None
    if len(chosen) != 1:
        listed = "、".join(list(schools.values())[:10])
        raise Unreadable(
            zh=f"里面有几所学校：{listed}。请用 --school 写明是哪一所。",
            en=f"There are several schools in it: {listed}. Say which one with --school.",
        )
    reading.roster.school = schools[chosen[0]]
    if len(schools) == 1:
        return None
    found = set(chosen)
    for _ in range(len(above)):
        more = {key for key, parent in above.items() if parent in found} - found
        if not more:
            break
        found |= more
    return found


def _people(reading: _Reading, orgs: set[str] | None) -> None:
    roles: dict[str, set[str]] = {}
    inside: dict[str, bool] = {}
    for row in reading.rows("roles.csv"):
        key = row["userSourcedId"]
        here = orgs is None or row["orgSourcedId"] in orgs
        if here:
            roles.setdefault(key, set()).add(row["role"].lower())
        inside[key] = inside.get(key, False) or here
    for row in reading.rows("users.csv"):
        key = row["sourcedId"]
        if not key:
            zh, en = (
                "没有 sourcedId，这一行没有用。",
                "there is no sourcedId: the row was not used.",
            )
            reading.problem("users.csv", row, "sourcedId", zh, en)
            continue
        if key in reading.people:
            zh = f"sourcedId“{key[:40]}”前面已经有了，这一行没有用。"
            en = f"sourcedId “{key[:40]}” stood before: the row was not used."
            reading.problem("users.csv", row, "sourcedId", zh, en)
            continue
        belongs = {one.strip() for one in row["orgSourcedIds"].split(",") if one.strip()}
        hers = roles.get(key, set()) | ({row["role"].lower()} if row["role"] else set())
        if orgs is not None and not inside.get(key, False) and not belongs & orgs:
            reading.left_out.add(key)
            continue
        name = full_name(row)
        try:
            name = values.person_name(name)
        except Unreadable as refused:
            reading.problem("users.csv", row, "familyName", refused.zh, refused.en)
            reading.left_out.add(key)
            continue
        agents = [one.strip() for one in row["agentSourcedIds"].split(",") if one.strip()]
        reading.people[key] = _Person(row, name, hers, agents)


def _classes(reading: _Reading, orgs: set[str] | None) -> None:
    codes: set[str] = set()
    for row in reading.rows("classes.csv"):
        key = row["sourcedId"]
        if not key or key in reading.classes:
            zh, en = "sourcedId 是空的或重复的，这一行没有用。", "sourcedId is empty or repeated."
            reading.problem("classes.csv", row, "sourcedId", zh, en)
            continue
        if orgs is not None and row["schoolSourcedId"] and row["schoolSourcedId"] not in orgs:
            reading.left_out.add(key)
            continue
        title = values.words(row["title"])[:40]
        grade, code = _grade(row["grades"]), ""
        for written in (title, values.words(row["classCode"])):
            try:
                meant = values.class_name(written)
            except Unreadable:
                continue
            if grade is None or grade == meant.grade:
                grade, code = meant.grade, meant.code
                break
        if grade is None:
            reading.problem(
                "classes.csv",
                row,
                "grades",
                f"看不出“{title}”是哪个年级（1 到 9），这个班没有用。",
                f"the grade of “{title}” (1 to 9) cannot be told: the class was not used.",
            )
            reading.left_out.add(key)
            continue
        code = "" if code in codes else code
        codes.add(code)
        made = RosterClass(key, title or f"{grade}", code, grade)
        reading.classes[key] = (row, made)
        if row["classType"].lower() == "homeroom":
            reading.homerooms.add(key)


def _grade(text: str) -> int | None:
    """The first of the grades that is one of ours; 01 and 1 are the same."""
    for one in re.split(r"[,;|]", text):
        digits = values.words(one)
        if digits.isascii() and digits.isdigit() and 1 <= int(digits) <= 9:
            return int(digits)
    return None


def _enrolments(reading: _Reading) -> None:
    for row in reading.rows("enrollments.csv"):
        who, where, role = row["userSourcedId"], row["classSourcedId"], row["role"].lower()
        if who in reading.left_out or where in reading.left_out:
            continue
        if who not in reading.people or where not in reading.classes:
            lost = "userSourcedId" if who not in reading.people else "classSourcedId"
            zh = f"{lost}“{row[lost][:40]}”在别的表里没有，这一行没有用。"
            en = f"{lost} “{row[lost][:40]}” is in no other table: the row was not used."
            reading.problem("enrollments.csv", row, lost, zh, en)
            continue
        if role in PUPILS:
            reading.of_child.setdefault(who, []).append(where)
        elif role in STAFF:
            main = row["primary"].lower() == "true"
            reading.of_class.setdefault(where, []).append((who, main))


def _put_together(reading: _Reading) -> None:
    roster = reading.roster
    born, sexes = _demographics(reading)
    used: dict[str, RosterClass] = {}
    several = 0
    for key, person in reading.people.items():
        if not (person.roles & PUPILS or key in reading.of_child):
            continue
        classes = list(dict.fromkeys(reading.of_child.get(key, ())))
        several += len(classes) > 1
        own = next((one for one in classes if one in reading.homerooms), None)
        own = own or (classes[0] if classes else "")
        if own:
            used[own] = reading.classes[own][1]
        roster.children.append(
            RosterChild(key, person.row.number, person.name, sexes.get(key, ""), born.get(key), own)
        )
    for key in reading.homerooms:
        used.setdefault(key, reading.classes[key][1])
    if several:
        roster.problems.append(
            Problem(
                reading.file,
                None,
                None,
                f"enrollments.csv：{several} 个孩子在几个班里；这里每人一个班，先取 homeroom。",
                f"enrollments.csv: {several} children are in several classes; here each has one, "
                "the homeroom first.",
            )
        )
    roster.classes = [made for key, (_, made) in reading.classes.items() if key in used]
    leading = {who for found in reading.of_class.values() for who, _ in found}
    for key, person in reading.people.items():
        if key in leading or person.roles & STAFF:
            phone = phone_number(person.row)
            roster.staff.append(RosterAdult(key, person.row.number, person.name, phone))
    for key in used:
        found = reading.of_class.get(key, [])
        lead = next((who for who, main in found if main), found[0][0] if len(found) == 1 else None)
        if lead is not None:
            roster.leads[key] = lead
    _families(reading, sexes)


def _demographics(reading: _Reading) -> tuple[dict[str, date], dict[str, str]]:
    born: dict[str, date] = {}
    sexes: dict[str, str] = {}
    for row in reading.rows("demographics.csv"):
        key = row["sourcedId"]
        person = reading.people.get(key)
        if person is None:
            continue
        pupil = bool(person.roles & PUPILS) or key in reading.of_child
        if pupil and row["birthDate"]:
            found = reading.understood(
                "demographics.csv",
                row,
                "birthDate",
                lambda text: values.birth_date(text, today=reading.today),
                None,
            )
            if found is not None:
                born[key] = found
        if row["sex"].lower() not in ("", "other", "unspecified"):
            sexes[key] = reading.understood("demographics.csv", row, "sex", values.sex, "")
    return born, sexes


def _families(reading: _Reading, sexes: dict[str, str]) -> None:
    """Who is whose guardian: named by the child, by the guardian, or by both."""
    pupils = {child.key for child in reading.roster.children}
    pairs: dict[tuple[str, str], None] = {}
    for key, person in reading.people.items():
        for agent in person.agents:
            if agent in reading.left_out:
                continue
            if agent not in reading.people:
                zh = f"agentSourcedIds“{agent[:40]}”在 users.csv 里没有。"
                en = f"agentSourcedIds “{agent[:40]}” is not in the table."
                reading.problem("users.csv", person.row, "agentSourcedIds", zh, en)
            elif key in pupils and agent not in pupils:
                pairs[agent, key] = None
            elif agent in pupils and key not in pupils:
                pairs[key, agent] = None
    for (adult, child), _ in pairs.items():
        person = reading.people[adult]
        parent = "parent" in person.roles
        relation = {"f": "mother", "m": "father"}.get(sexes.get(adult, ""), "") if parent else ""
        reading.roster.guardians.append(
            RosterGuardian(
                f"{adult}|{child}",
                person.row.number,
                child,
                person.name,
                relation or "other",
                phone_number(person.row),
            )
        )


def read_roster(path: str, name: str, today: str, school: str) -> dict[str, Any]:
    """As `read_oneroster`, with JSON in and out: for a child process that ends with its memory."""
    found = read_oneroster(Path(path), today=date.fromisoformat(today), name=name, school=school)
    return found.to_json()
