"""`terrace journal verify`: one line for a person, one object for a machine."""

import json
import subprocess
import sys

from django.db import transaction

from terrace.school.journal.actions import chain, record
from terrace.school.journal.models import Entry
from terrace.school.journal.registry import Verb, register

HAPPENED = register(Verb("test.happened_on_the_box", "something happened"))


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
    assert json.loads(ended.stdout) == {
        "ok": True,
        "entries": 0,
        "waiting": 0,
        "problems": [],
    }
    assert ended.stdout.count("\n") == 1


def test_a_changed_entry_is_named_in_both_languages(shared_database: str) -> None:
    with transaction.atomic():
        entries = [record(HAPPENED, school_id=None, by_id=None) for _ in range(3)]
    chain()
    Entry.objects.filter(pk=entries[1].pk).update(verb="test.else")
    broken = terrace("journal", "verify", "--json")
    assert broken.returncode == 0
    (problem,) = json.loads(broken.stdout)["problems"]
    assert (problem["kind"], problem["number"], problem["id"]) == (
        "changed",
        2,
        str(entries[1].pk),
    )
    assert problem["message_zh"].startswith("第 2 条")
    assert problem["message_en"].startswith("Entry 2 ")
    told = terrace("journal", "verify")
    assert told.returncode == 1
    assert "第 2 条" in told.stdout


def test_the_version_is_said() -> None:
    from terrace import __version__

    assert terrace("--version").stdout == f"{__version__}\n"
