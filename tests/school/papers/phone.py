"""A phone in tests: signed in, sending photographs, reading pages."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult

from terrace.school.people.models import Account

BACKEND = "terrace.school.people.backend.AccountBackend"


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def jpeg(data: bytes, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def text(response: object) -> str:
    assert response.status_code == 200, response.status_code  # type: ignore[attr-defined]
    return str(response.content.decode())  # type: ignore[attr-defined]


def tasks(name: str) -> list[str]:
    rows = DBTaskResult.objects.ready().filter(task_path=f"terrace.school.papers.jobs.{name}")
    return [str(row.args_kwargs["kwargs"]) for row in rows]
