"""What the tests of paper stand on."""

from pathlib import Path

import pytest

from tests.school.papers import paper, rehearsal  # noqa: F401  (declares the kind)


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
