"""`terrace curriculum …`, as a person types it."""

import json
from pathlib import Path

from typer.testing import CliRunner

from terrace.cli.app import app


def test_one_object_whatever_the_file_is(tmp_path: Path) -> None:
    (tmp_path / "a.gift").write_text("::Q::1+1=2 {T}\n\n::E::Write {}", encoding="utf-8")
    (tmp_path / "b.xml").write_text("<quiz>", encoding="utf-8")
    for name, counts in (("a.gift", (1, 1)), ("b.xml", (0, 1)), ("missing.csv", (0, 1))):
        done = CliRunner().invoke(app, ["curriculum", "questions", str(tmp_path / name), "--json"])
        assert done.exit_code == 0
        told = json.loads(done.stdout)
        assert list(told) == ["questions", "unsupported"]
        assert (len(told["questions"]), len(told["unsupported"])) == counts


def test_without_json_a_refused_file_is_an_error(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["curriculum", "questions", str(tmp_path / "none.gift")])
    assert done.exit_code == 1
    assert "none.gift" in done.output


def test_a_curriculum_is_read_without_a_school_too(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("code,prerequisites\na,b\nb,a\nc,x\n", encoding="utf-8")
    files = [str(tmp_path / "c.csv"), str(tmp_path / "none.json")]
    done = CliRunner().invoke(app, ["curriculum", "import", *files, "--dry-run", "--json"])
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert (told["standards"], told["kept"], told["missing"]) == (3, None, ["x"])
    assert [set(circle) for circle in told["circles"]] == [{"a", "b"}]
    assert len(told["problems"]) == 3
