"""Pictures of children's sheets: behind a wall, never kept by a phone."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from .. import files
from ..agreement import marks_from_json
from .walls import account_of, answer_to_settle, reading_to_settle

NOT_KEPT = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
}
"""What goes with every picture: a file that only claims to be one is not run as something else."""

_TYPES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"%PDF-", "application/pdf"),
)


@require_GET
def answer_crop(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """The part of the sheet with this answer."""
    return _crop(answer_to_settle(account_of(request), answer_id).crop)


@require_GET
def reading_crop(request: HttpRequest, reading_id: UUID, field: str = "") -> HttpResponse:
    """The strip with the name, or the part with one field, of a sheet on a photograph."""
    reading = reading_to_settle(account_of(request), reading_id)
    if not field:
        return _crop(reading.crop)
    mark = marks_from_json(reading.answers).get(field)
    return _crop(mark.crop if mark else "")


def whole_file(file: str) -> FileResponse:
    """A photograph or scan as it came, under the type that it really has."""
    try:
        stream = files.path_of(file).open("rb") if file else None
    except FileNotFoundError:
        stream = None
    if stream is None:
        raise Http404
    start = stream.read(8)
    stream.seek(0)
    kind = next((name for magic, name in _TYPES if start.startswith(magic)), None)
    return FileResponse(
        stream,
        as_attachment=kind is None,
        filename="photo",
        content_type=kind or "application/octet-stream",
        headers=NOT_KEPT,
    )


def _crop(where: str) -> HttpResponse:
    data = files.read_slice(where)
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/jpeg", headers=NOT_KEPT)
