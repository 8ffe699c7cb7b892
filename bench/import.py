"""How long a school of 2,000 children takes to come in from one OneRoster zip, and again.

    python bench/import.py [--children 2000] [--json]

Two guardians a child, a teacher a class of forty. `terrace import` on an empty folder, then once
more: nothing may be new. CPU seconds and the peak are those of the whole command.
"""

import argparse
import csv
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from table import show

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "玥明华丽强芳军静伟娜敏洋勇艳杰娟涛超秀英霞平刚桂兰"


def roster(children: int) -> dict[str, list[dict[str, str]]]:
    """The tables of OneRoster 1.1 for so many children."""
    users, enrolments, born = [], [], []
    classes = [
        {
            "sourcedId": f"c{place}",
            "title": f"{'一二三四五六七八九'[place % 9]}年级{place // 9 + 1}班",
            "grades": str(place % 9 + 1),
            "classType": "homeroom",
            "schoolSourcedId": "s",
        }
        for place in range(max(1, children // 40))
    ]

    def person(key: str, number: int, role: str, **more: str) -> None:
        given = GIVEN[number % len(GIVEN)] + GIVEN[number // 7 % len(GIVEN)]
        users.append(
            {
                "sourcedId": key,
                "enabledUser": "true",
                "orgSourcedIds": "s",
                "role": role,
                "username": key,
                "givenName": given,
                "familyName": SURNAMES[number % len(SURNAMES)],
                "agentSourcedIds": "",
                "sms": "",
            }
            | more
        )

    def enrol(who: str, where: str, role: str) -> None:
        enrolments.append({"classSourcedId": where, "userSourcedId": who, "role": role})

    for number in range(children):
        key, where = f"k{number}", classes[number % len(classes)]["sourcedId"]
        person(key, number, "student", agentSourcedIds=f"m{number},f{number}")
        enrol(key, where, "student")
        born.append(
            {
                "sourcedId": key,
                "birthDate": f"{2014 + number % 6}-{number % 12 + 1:02}-{number % 28 + 1:02}",
                "sex": "female" if number % 2 else "male",
            }
        )
        for place, parent in enumerate("mf"):
            person(f"{parent}{number}", number * 2 + place, "parent", sms=f"138{number:08}")
    for place, one in enumerate(classes):
        person(f"t{place}", place * 3, "teacher")
        enrol(f"t{place}", one["sourcedId"], "teacher")
    return {
        "manifest.csv": [{"propertyName": "oneroster.version", "value": "1.1"}],
        "orgs.csv": [{"sourcedId": "s", "name": "大桥小学", "type": "school"}],
        "users.csv": users,
        "classes.csv": classes,
        "enrollments.csv": enrolments,
        "demographics.csv": born,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=2_000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for name, rows in roster(chosen.children).items():
                text = io.StringIO()
                table = csv.DictWriter(text, list(rows[0]))
                table.writeheader()
                table.writerows(rows)
                out.writestr(name, text.getvalue())
        environment = os.environ | {"TERRACE_HOME": str(Path(folder) / "home")}
        environment.pop("DATABASE_URL", None)
        for time_round in ("first", "again"):
            before = time.perf_counter()
            spent = resource.getrusage(resource.RUSAGE_CHILDREN)
            ended = subprocess.run(
                [sys.executable, "-m", "terrace.cli", "import", str(path), "--json"],
                check=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            told = json.loads(ended.stdout)
            results.append(
                {
                    "time": time_round,
                    **{f"new {kind}": count for kind, count in told["created"].items()},
                    "problems": len(told["problems"]),
                    "CPU s": after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime,
                    "s by the clock": time.perf_counter() - before,
                    "MB": after.ru_maxrss / 1024,
                }
            )
    show("A roster comes in", results, as_json=chosen.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
