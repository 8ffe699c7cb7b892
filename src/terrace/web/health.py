"""One cheap page for machines: does the site answer, does the database, is the worker there?"""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from terrace import __version__
from terrace.school.jobs.queries import worker_is_alive


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """`{"status", "database", "worker", "version"}`; 503 when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        answers = False
    else:
        answers = True
    return JsonResponse(
        {
            "status": "ok" if answers else "no database",
            "database": connection.vendor if answers else None,
            "worker": worker_is_alive(),
            "version": __version__,
        },
        status=200 if answers else 503,
    )
