"""One cheap page for machines: do site and database answer, is there room, is the worker there?"""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from terrace import __version__
from terrace.school.jobs.queries import worker_is_alive
from terrace.web.trouble import has_no_room


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """`{"status", "database", "worker", "version"}`; 503 without a database or room on the disk."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        answers = False
    else:
        answers = True
    status = "no database" if not answers else "disk full" if has_no_room() else "ok"
    return JsonResponse(
        {
            "status": status,
            "database": connection.vendor if answers else None,
            "worker": worker_is_alive(),
            "version": __version__,
        },
        status=200 if status == "ok" else 503,
    )
