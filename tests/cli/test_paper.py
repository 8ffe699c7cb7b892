"""`terrace paper`: the contract with other programs that print, photograph and count."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from terrace.cli.app import app
from terrace.engines.paper.simulate.raster import rasterise


def lines(*words: str | Path) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, ["paper", *map(str, words)])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sheets of 10 questions and 2 numbers, and where everything is."""
    out = tmp_path_factory.mktemp("sample")
    words = [
        "--sheets",
        "3",
        "--questions",
        "10",
        "--options",
        "5",
        "--digits",
        "2",
        "--seed",
        "4",
        "--out",
    ]
    lines("sample", *words, out)
    return out


def layout_of(folder: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((folder / "layout.json").read_text(encoding="utf-8"))
    return value


def test_a_layout_says_what_it_promises(sample: Path) -> None:
    layout = layout_of(sample)
    assert layout["page"] == {"width_mm": 210.0, "height_mm": 297.0}
    assert [sheet["page"] for sheet in layout["sheets"]] == [0, 1, 2]
    assert len({sheet["sheet"] for sheet in layout["sheets"]}) == 3
    for sheet in layout["sheets"]:
        assert len(sheet["bubbles"]) == 50
        assert len(sheet["digits"]) == 6
        assert set(sheet["bubbles"][0]) == {"question", "option", "x_mm", "y_mm", "diameter_mm"}
        names = {"question", "position", "x_mm", "y_mm", "width_mm", "height_mm"}
        assert set(sheet["digits"][0]) == names


def test_the_same_seed_prints_the_same_sheets(sample: Path, tmp_path: Path) -> None:
    words = ["--sheets", "3", "--questions", "10", "--options", "5", "--digits", "2", "--out"]
    lines("sample", *words, tmp_path / "same", "--seed", "4")
    lines("sample", *words, tmp_path / "other", "--seed", "5")
    assert (tmp_path / "same" / "sheets.pdf").read_bytes() == (sample / "sheets.pdf").read_bytes()
    assert layout_of(tmp_path / "same") == layout_of(sample)
    assert layout_of(tmp_path / "other") != layout_of(sample)


def test_what_does_not_fit_a_page_goes_on_another_with_its_own_number(tmp_path: Path) -> None:
    lines("sample", "--sheets", "2", "--questions", "40", "--digits", "3", "--out", tmp_path)
    sheets = layout_of(tmp_path)["sheets"]
    assert len({sheet["sheet"] for sheet in sheets}) == len(sheets) == 4
    first = [bubble["question"] for sheet in sheets[:2] for bubble in sheet["bubbles"]]
    assert sorted(set(first)) == sorted(f"q{place + 1}" for place in range(40))
    assert len(first) == 160


def test_marks_are_read_by_the_names_of_the_layout(sample: Path, tmp_path: Path) -> None:
    """Names need not be text: they come back equal in value and type."""
    layout = layout_of(sample)
    for sheet in layout["sheets"]:
        for place, bubble in enumerate(sheet["bubbles"]):
            bubble["question"], bubble["option"] = place // 5 + 1, place % 5
    (tmp_path / "layout.json").write_text(json.dumps(layout))
    pages = rasterise((sample / "sheets.pdf").read_bytes(), 150)
    scale = pages[0].shape[1] / 210
    for turns, (page, sheet) in enumerate(zip(pages, layout["sheets"], strict=True)):
        bubble = sheet["bubbles"][7 + turns]
        at = (round(bubble["x_mm"] * scale), round(bubble["y_mm"] * scale))
        cv2.circle(page, at, round(2.3 * scale), 60, -1)
        cv2.imwrite(str(tmp_path / f"{turns}.png"), np.rot90(page, turns))
    read = lines(
        "read",
        "--layout",
        tmp_path / "layout.json",
        *(tmp_path / f"{turn}.png" for turn in (2, 0, 1)),
        "--json",
    )
    assert [line["sheet"] for line in read] == [
        layout["sheets"][turn]["sheet"] for turn in (2, 0, 1)
    ]
    for turn, line in zip((2, 0, 1), read, strict=True):
        assert set(line) == {"file", "sheet", "rejected", "answers", "digits"}
        assert line["rejected"] is None
        assert [answer["question"] for answer in line["answers"]] == list(range(1, 11))
        marked = {answer["question"]: answer["marked"] for answer in line["answers"]}
        assert marked == {q: [2 + turn] if q == 2 else [] for q in range(1, 11)}
        assert not any(answer["doubtful"] for answer in line["answers"])
        blank = [{"question": q, "value": "", "doubtful": False} for q in ("d1", "d2")]
        assert line["digits"] == blank


def test_a_pdf_gives_a_line_for_each_page(sample: Path) -> None:
    read = lines("read", "--layout", sample / "layout.json", sample / "sheets.pdf", "--json")
    assert [line["sheet"] for line in read] == [s["sheet"] for s in layout_of(sample)["sheets"]]


def test_whatever_is_no_sheet_has_one_line_that_says_why(sample: Path, tmp_path: Path) -> None:
    page = rasterise((sample / "sheets.pdf").read_bytes(), 100)[0]
    cv2.imwrite(str(tmp_path / "whole.jpg"), page)
    whole = (tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "letter.txt").write_text("Dear teacher")
    cv2.imwrite(str(tmp_path / "table.png"), np.full((900, 700), 120, np.uint8))
    cv2.imwrite(str(tmp_path / "corner.jpg"), page[: page.shape[0] // 2 + 200])
    names = ["cut.jpg", "empty.jpg", "letter.txt", "table.png", "gone.jpg", "corner.jpg"]
    files = [tmp_path / name for name in names]
    read = lines("read", "--layout", sample / "layout.json", *files, "--json")
    assert [line["file"] for line in read] == [str(file) for file in files]
    assert {line["sheet"] for line in read} == {None}
    assert [line["rejected"] for line in read] == [
        "the file is damaged: take the photograph again",
        "the file is empty: send it once more",
        "not a photograph: choose JPEG, PNG or PDF",
        "no sheet was found: lay it on a table, all four corners in the picture",
        "the file cannot be opened: No such file or directory",
        "hold the phone flatter: the lower right and the lower left corners are missing",
    ]


def test_a_layout_that_is_none_stops_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "layout.json").write_text('{"sheets": [{"sheet": "12"}]}')
    words = ["paper", "read", "--layout", str(tmp_path / "layout.json"), "x.jpg", "--json"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert "is not the number of a sheet" in done.stderr


def test_the_bench_says_what_it_promises() -> None:
    (row,) = lines("bench", "--level", "careful", "--sheets", "2", "--seed", "3", "--json")
    assert row["level"] == "careful"
    assert (row["sheets"], row["bubbles"]) == (2, 96)
    assert (row["silently_wrong"], row["wrong_identity"]) == (0, 0)
    assert {"doubtful_share", "refused_share", "sheets_per_second"} <= set(row)
