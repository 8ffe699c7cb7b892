"""Curricula of other programs: CASE, lists as JSON, CSV; circles and missing links by name."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.learner.graph import SkillGraph
from terrace.school.curriculum.frameworks.framework import Framework, Link, Standard
from terrace.school.curriculum.frameworks.reading import read_framework


def item(identifier: str, code: str, words: str, *grades: str) -> dict[str, Any]:
    return {
        "identifier": identifier,
        "humanCodingScheme": code,
        "fullStatement": words,
        "educationLevel": list(grades),
    }


def link(kind: str, first: str, second: str) -> dict[str, Any]:
    return {
        "associationType": kind,
        "originNodeURI": {"identifier": first, "uri": f"https://example.org/CFItems/{first}"},
        "destinationNodeURI": {"identifier": second},
    }


CASE = {
    "CFDocument": {"identifier": "doc", "title": "Sums", "creator": "A school"},
    "CFItems": [
        item("u1", "1.A", "Count", "01"),
        item("u2", "1.B", "Add", "01", "02"),
        item("u3", "1.C", "Take away", "02"),
        {"identifier": "u4", "fullStatement": "No code"},
    ],
    "CFAssociations": [
        link("isChildOf", "u1", "doc"),
        link("isChildOf", "u3", "u2"),
        link("precedes", "u1", "u2"),
        link("precedes", "u2", "u3"),
        link("isRelatedTo", "u1", "u3"),
        link("replacedBy", "u1", "u2"),
        link("precedes", "u9", "u1"),
    ],
}


def read(*told: tuple[str, Any]) -> Framework:
    return read_framework(
        [
            (name, value.encode() if isinstance(value, str) else json.dumps(value).encode())
            for name, value in told
        ]
    )


def test_a_case_package_is_taken_with_its_codes() -> None:
    got = read(("sums.json", CASE))
    assert (got.title, got.identifier) == ("Sums", "doc")
    assert got.standards == (
        Standard("1.A", "Count", ("01",)),
        Standard("1.B", "Add", ("01", "02")),
        Standard("1.C", "Take away", ("02",)),
        Standard("u4", "No code", ()),
    )
    assert got.links == (
        Link("part_of", "1.C", "1.B"),
        Link("before", "1.A", "1.B"),
        Link("before", "1.B", "1.C"),
        Link("related", "1.A", "1.C"),
    )
    assert got.missing == ("u9",)
    assert [problem.where for problem in got.problems] == ["CFAssociations[6]", "u9 → 1.A"]


def test_circles_are_named_and_opened() -> None:
    rows = "code,description,prerequisites\na,A,c\nb,B,a\nc,C,b\nd,D,d\ne,E,a;nowhere\n"
    got = read(("x.csv", rows))
    assert {frozenset(circle) for circle in got.circles} == {frozenset("abc"), frozenset("d")}
    assert all(circle[0] == circle[-1] for circle in got.circles)
    assert got.missing == ("nowhere",)
    assert len(got.problems) == 3
    assert got.count("before") == 3
    SkillGraph({one.second: [one.first] for one in got.links})


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=30))
@settings(deadline=None)
def test_what_is_kept_never_has_a_circle(pairs: list[tuple[str, str]]) -> None:
    got = read(("x.csv", "source,target\n" + "".join(f"{a},{b}\n" for a, b in pairs)))
    needs: dict[str, list[str]] = {}
    for one in got.links:
        needs.setdefault(one.second, []).append(one.first)
    SkillGraph(needs)
    assert len(got.links) + len(got.circles) == len(set(pairs))


@pytest.mark.parametrize(
    "told",
    [
        "",
        "{",
        "[" * 100_000,
        '{"CFItems": null, "CFAssociations": [1, {}]}',
        '{"CFItems": [1, {}, {"identifier": {}}]}',
        '{"standards": [null, {"code": []}], "dependencies": [[], {"source": 1}]}',
        "42",
        "<quiz/>",
        "a,b\n1,2\n",
        "code\n\n\n",
        "\0\0",
    ],
)
@pytest.mark.parametrize("name", ["x.json", "x.csv", "x"])
def test_no_file_brings_it_down(told: str, name: str) -> None:
    got = read((name, told))
    assert all(problem.zh and problem.en for problem in got.problems)
    assert got.standards or got.problems or told == "code\n\n\n" or "CFItems" in told


def test_the_common_core_is_read_from_its_files() -> None:
    data = os.environ.get("TERRACE_DATA")
    if data is None:
        files = [("s.json", {"standards": []}), ("d.json", {"dependencies": []})]
        assert read(*files).problems == ()
        return
    folder = Path(data) / "curriculum" / "ccssm"
    names = ("ccssm-k8.json", "ccssm-dependencies.json")
    got = read_framework([(name, (folder / name).read_bytes()) for name in names])
    links = json.loads((folder / names[1]).read_text())["dependencies"]
    codes = {one.code for one in got.standards}
    assert {"K.CC.A.1", "K.CC.B.4.a", "8.G.A.1"} <= codes
    assert got.circles == ()
    whole = [one for one in links if {one["source"], one["target"]} <= codes]
    assert got.count("before") == sum(one["relationship"] == "dependency" for one in whole)
    assert set(got.missing) == {
        code for one in links for code in (one["source"], one["target"]) if code not in codes
    }
    alone = read_framework([(names[1], (folder / names[1]).read_bytes())])
    assert (len(alone.standards), alone.count("before"), alone.count("related")) == (392, 729, 144)


def test_a_list_of_exercises_that_has_circles_is_read_and_says_so() -> None:
    data = os.environ.get("TERRACE_DATA")
    rows = "name,prerequisites,pretty_display_name\na,b,A\nb,a,B\nc,c,C\n"
    raw = rows.encode()
    expected = {frozenset("ab"), frozenset("c")}
    if data is not None:
        raw = (Path(data) / "curriculum" / "junyi" / "junyi_Exercise_table.csv").read_bytes()
        expected = {
            frozenset({"proportions_1"}),
            frozenset({"number_sense_length_l1"}),
            frozenset(
                {
                    "simplifying_radicals",
                    "radical_multiplication_and_division",
                    "adding_and_subtracting_radicals",
                }
            ),
        }
    got = read_framework([("exercises.csv", raw)])
    assert {frozenset(circle) for circle in got.circles} == expected
