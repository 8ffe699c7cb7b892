"""What people do with curricula: bring one in."""

from typing import Literal

from django.db import transaction

from terrace.school.journal.actions import record
from terrace.school.people.models import Account, School

from . import models, verbs
from .frameworks.framework import Framework

Became = Literal["created", "updated", "unchanged"]
_MOST_LETTERS = 200


def keep_framework(framework: Framework, *, school: School, by: Account | None) -> Became:
    """Keep a curriculum for a school; the same one again changes nothing."""
    key = (framework.identifier or framework.title)[:_MOST_LETTERS]
    title = framework.title[:_MOST_LETTERS]
    content = framework.content()
    with transaction.atomic():
        row = models.Framework.objects.select_for_update().filter(school=school, key=key).first()
        if row is not None and (row.title, row.content) == (title, content):
            return "unchanged"
        became: Became = "created" if row is None else "updated"
        if row is None:
            row = models.Framework(school=school, key=key)
        row.title, row.content = title, content
        row.save()
        record(
            verbs.FRAMEWORK_IMPORTED,
            school_id=school.pk,
            by_id=by.pk if by is not None else None,
            subject_id=row.pk,
            payload={"title": title, "standards": len(framework.standards)},
        )
    return became
