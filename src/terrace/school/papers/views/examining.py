"""Exams: set one up, see its points and what it tells of its questions, take them along."""

import base64
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from terrace.school.jobs.actions import run_in_child
from terrace.school.people.queries import children_of

from .. import actions, exporting
from ..examforms import ExamForm
from ..queries.exams import exam_page
from .walls import account_of, class_to_mark, exam_to_mark

_PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def new_exam(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Ask for the answer sheets of an exam."""
    account = account_of(request)
    school_class = class_to_mark(account, class_id)
    form = ExamForm(request.POST or None)
    has_children = bool(children_of(school_class))
    if request.method == "POST" and form.is_valid() and has_children:
        exam = actions.make_exam(
            title=form.cleaned_data["title"],
            school_class=school_class,
            keys=form.keys,
            language="zh" if (get_language() or "").startswith("zh") else "en",
            by=account,
        )
        return redirect("run", exam.run_id)
    return render(
        request,
        "papers/new_exam.html",
        {"school_class": school_class, "form": form, "has_children": has_children},
        status=422 if request.method == "POST" else 200,
    )


@require_GET
def exam(request: HttpRequest, exam_id: UUID) -> HttpResponse:
    """An exam's page."""
    found = exam_to_mark(account_of(request), exam_id)
    return render(request, "papers/exam.html", {"exam": found, "page": exam_page(found)})


@require_http_methods(["GET", "POST"])
def exam_key(request: HttpRequest, exam_id: UUID) -> HttpResponse:
    """Correct the key of an exam that has been printed."""
    account = account_of(request)
    found = exam_to_mark(account, exam_id)
    form = ExamForm(request.POST or None, exam=found)
    if request.method == "POST" and form.is_valid():
        actions.change_key(found, keys=form.keys, by=account)
        return redirect("exam", exam_id)
    return render(
        request,
        "papers/exam_key.html",
        {"exam": found, "form": form},
        status=422 if request.method == "POST" else 200,
    )


@require_GET
def exam_csv(request: HttpRequest, exam_id: UUID, table: str) -> HttpResponse:
    """One table of an exam. The file's name says nothing about a class or child."""
    page = exam_page(exam_to_mark(account_of(request), exam_id))
    made = {
        "children": exporting.children_table,
        "questions": exporting.questions_table,
        "answers": exporting.answers_table,
    }.get(table)
    if made is None:
        raise Http404
    return _file(exporting.csv_bytes(made(page)), f"{table}.csv", "text/csv; charset=utf-8")


@require_GET
def exam_xlsx(request: HttpRequest, exam_id: UUID) -> HttpResponse:
    """All tables of an exam in one workbook."""
    found = exam_to_mark(account_of(request), exam_id)
    made = run_in_child(
        "terrace.school.papers.exporting.workbook",
        sheets=exporting.tables(exam_page(found)),
    )
    return _file(base64.b64decode(str(made)), "exam.xlsx", _XLSX)


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    headers = {**_PRIVATE, "Content-Disposition": disposition}
    return HttpResponse(data, content_type=kind, headers=headers)
