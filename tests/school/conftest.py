"""Two small schools, made once for a module; each test finds them as they were made."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.school.people.village import Village, village


@pytest.fixture(scope="module")
def schools_made_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Village, Village]]:
    """Two schools on one box, gone after the last test of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield village("山"), village("河")
        transaction.set_rollback(True)


@pytest.fixture
def here(schools_made_once: tuple[Village, Village], db: None) -> Village:
    """The school that a test is about."""
    return deepcopy(schools_made_once[0])


@pytest.fixture
def elsewhere(schools_made_once: tuple[Village, Village], db: None) -> Village:
    """Another school on the same box."""
    return deepcopy(schools_made_once[1])
