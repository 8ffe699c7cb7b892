"""What a form may bring along: nothing from a stranger, and no more than a list from the others."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from terrace.school.people.models import Account
from terrace.web import uploads

MEGABYTE = b"x" * 2**20


def sent(who: object, *files: bytes) -> HttpRequest:
    """A form with these files from this person, as it arrives at any page."""
    attached = [SimpleUploadedFile(f"{place}.xlsx", file) for place, file in enumerate(files)]
    request = RequestFactory().post("/sign-in/", {"username": "li", "file": attached})
    request.user = who  # type: ignore[assignment]
    return request


def test_a_stranger_s_file_is_not_kept_and_her_words_are() -> None:
    request = sent(AnonymousUser(), MEGABYTE)
    assert request.POST["username"] == "li"
    assert not request.FILES


def test_a_teacher_s_file_is_kept_whole() -> None:
    (file,) = sent(Account(), MEGABYTE).FILES.getlist("file")
    assert (file.size, file.read()) == (len(MEGABYTE), MEGABYTE)


def test_all_files_of_a_form_together_are_kept_up_to_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", len(MEGABYTE) + 10)
    first, second, third = sent(Account(), MEGABYTE, MEGABYTE, b"y").FILES.getlist("file")
    assert [first.size, second.size, third.size] == [len(MEGABYTE), len(MEGABYTE), 1]
    assert [len(file.read()) for file in (first, second, third)] == [len(MEGABYTE), 10, 0]
