"""What the tests of paper stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.processes import Site, serving
from tests.school.papers import paper, rehearsal  # noqa: F401  (declares the kind)
from tests.school.papers.faint import Faint
from tests.school.papers.phone import signed_in


@pytest.fixture
def paper_site(shared_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The real site and its worker, which know the tests' kind of form."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.school.papers.process_settings")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    with serving() as site:
        yield site


@pytest.fixture
def village(db: None, home: Path) -> paper.Village:
    """A school with two classes of three."""
    return paper.village()


@pytest.fixture
def printed(village: paper.Village) -> paper.Printed:
    """Class 3A's sheets on the table."""
    return paper.printed(village.class_a, village.children_a, village.teacher_a)


@pytest.fixture
def desk() -> paper.Desk:
    """Where sheets are filled in and photographed."""
    return paper.Desk()


@pytest.fixture
def teacher(village: paper.Village) -> Client:
    """The phone of 3A's class teacher."""
    return signed_in(village.teacher_a)


@pytest.fixture
def faint(village: paper.Village, printed: paper.Printed, desk: paper.Desk) -> Faint:
    """A sheet with one doubtful mark."""
    return Faint(village, printed, desk)
