"""OneRoster zips for tests: tables as rows of words."""

import csv
import io
import zipfile
from pathlib import Path

Table = list[dict[str, str]]

ORGS: Table = [{"sourcedId": "s1", "name": "石桥小学", "type": "school", "parentSourcedId": "d1"}]


def manifest(version: str) -> Table:
    return [
        {"propertyName": "manifest.version", "value": "1.0"},
        {"propertyName": "oneroster.version", "value": version},
    ]


def person(key: str, family: str, given: str, role: str = "", **more: str) -> dict[str, str]:
    return {
        "sourcedId": key,
        "status": "",
        "dateLastModified": "",
        "enabledUser": "true",
        "orgSourcedIds": "s1",
        "role": role,
        "username": key,
        "givenName": given,
        "familyName": family,
        "agentSourcedIds": "",
    } | more


def village() -> dict[str, Table]:
    """Two children, their teacher, a mother: OneRoster 1.1."""
    return {
        "manifest.csv": manifest("1.1"),
        "orgs.csv": ORGS,
        "users.csv": [
            person("u1", "李", "玥", "student", agentSourcedIds="u4"),
            person("u2", "王", "小红", "student"),
            person("u3", "赵", "老师", "teacher"),
            person("u4", "张", "梅", "parent", sms="138 0000 1111"),
        ],
        "classes.csv": [
            {"sourcedId": "c1", "title": "三年级1班", "grades": "03", "classType": "homeroom"},
        ],
        "enrollments.csv": [
            enrolled("u1", "c1"),
            enrolled("u2", "c1"),
            enrolled("u3", "c1", role="teacher", primary="true"),
        ],
        "demographics.csv": [
            {"sourcedId": "u1", "birthDate": "2017-05-01", "sex": "female"},
            {"sourcedId": "u4", "birthDate": "", "sex": "female"},
        ],
    }


def enrolled(who: str, where: str, *, role: str = "student", primary: str = "") -> dict[str, str]:
    return {
        "sourcedId": f"{who}-{where}",
        "classSourcedId": where,
        "schoolSourcedId": "s1",
        "userSourcedId": who,
        "role": role,
        "primary": primary,
    }


def packed(path: Path, tables: dict[str, Table], *, folder: str = "") -> Path:
    """Write the tables as CSV files into a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, rows in tables.items():
            text = io.StringIO()
            headings = list(dict.fromkeys(key for row in rows for key in row))
            table = csv.DictWriter(text, headings)
            table.writeheader()
            table.writerows(rows)
            out.writestr(folder + name, text.getvalue().encode("utf-8-sig"))
    return path
