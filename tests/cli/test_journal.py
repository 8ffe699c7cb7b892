"""`terrace journal verify`: one line for a person, one object for a machine."""

import json
import subprocess
import sys


def terrace(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "terrace.cli", *words], capture_output=True, text=True, timeout=60
    )


def test_an_untouched_journal_is_in_order(shared_database: str) -> None:
    ended = terrace("journal", "verify")
    assert (ended.returncode, ended.stdout) == (0, "0 entries, nothing changed, nothing missing.\n")


def test_json_is_one_object_on_one_line(shared_database: str) -> None:
    ended = terrace("journal", "verify", "--json")
    assert ended.returncode == 0
    assert json.loads(ended.stdout) == {"ok": True, "entries": 0, "problems": []}
    assert ended.stdout.count("\n") == 1


def test_the_version_is_said() -> None:
    from terrace import __version__

    assert terrace("--version").stdout == f"{__version__}\n"
