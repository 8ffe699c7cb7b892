"""An exam of a teacher's own questions: typed or brought in, looked at, then printed."""

import base64
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from terrace.engines.paper.content import as_text
from terrace.engines.paper.form import Choice, Form, Language
from terrace.engines.paper.scoring import ChoiceKey, Key
from terrace.school.jobs.actions import JobFailed, run_in_child
from terrace.school.papers import examkey
from terrace.school.papers.actions import make_exam
from terrace.school.people.models import SchoolClass
from terrace.school.people.queries import children_of
from terrace.school.people.requests import account_of
from terrace.school.people.rules import found_here, marks_for, require

MOST_BYTES = 4 * 1024**2
_SALT = "learning.own_questions"
_HOURS = 12

REASONS = {
    "picture": _("It needs a picture, which cannot be printed yet."),
    "options": _("It has fewer than two options, or more than eight."),
    "no_right": _("None of its options is right."),
    "words": _("Its answer is words; on a sheet a number or a choice can be read."),
    "number": _("Its answer is no whole number that fits the boxes."),
}
"""Why a question is not on the sheet (`own_questions.NotOnPaper`)."""


class OwnQuestionsForm(forms.Form):
    """A title, and questions as a file or typed."""

    title = forms.CharField(label=_("Title"), max_length=40)
    file = forms.FileField(
        label=_("A file of questions"),
        help_text=_("GIFT, Moodle XML, Excel, CSV or text."),
        required=False,
        widget=forms.FileInput({"accept": ".gift,.txt,.xml,.xlsx,.csv"}),
    )
    typed = forms.CharField(
        label=_("Or type them here"),
        help_text=_(
            "The question, options A B C D, then the answer on its own line; a blank line "
            "between two questions."
        ),
        required=False,
        max_length=100_000,
        strip=False,
        widget=forms.Textarea({"rows": 12, "placeholder": _("1. 3 × 4 = ?\nANSWER: 12")}),
    )

    def clean(self) -> dict[str, Any]:
        """Either a file or typed words, of a size that a page can come from."""
        said = super().clean() or {}
        file = said.get("file")
        if file is not None and file.size > MOST_BYTES:
            self.add_error("file", _("The file is larger than 4 MB."))
        elif file is None and not (said.get("typed") or "").strip() and "file" not in self.errors:
            self.add_error("typed", _("Type a question, or choose a file."))
        return said


@require_http_methods(["GET", "POST"])
def own_questions(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Set an exam of own questions: first what is on the sheet and what is not, then the sheets."""
    account = account_of(request)
    school_class = found_here(SchoolClass.objects.select_related("school"), account, class_id)
    require(marks_for, account, school_class)
    has_children = bool(children_of(school_class))
    if request.method == "POST" and "sealed" in request.POST and has_children:
        try:
            sealed = signing.loads(
                request.POST["sealed"], salt=_SALT + str(class_id), max_age=_HOURS * 3600
            )
        except signing.BadSignature:
            return redirect("own_questions", class_id)
        form = Form.from_json(sealed["form"])
        exam = make_exam(
            title=form.title,
            school_class=school_class,
            keys=examkey.from_json(sealed["key"]),
            language=form.language,
            by=account,
            form=form,
        )
        return redirect("run", exam.run_id)
    asked = OwnQuestionsForm(request.POST or None, request.FILES or None)
    found: Mapping[str, Any] | None = None
    if request.method == "POST" and asked.is_valid():
        try:
            found = _look(asked)
        except JobFailed:
            asked.add_error(
                "file" if asked.cleaned_data["file"] else "typed",
                _("This could not be read. Try fewer questions at a time."),
            )
    return render(
        request,
        "learning/own_questions.html",
        {
            "school_class": school_class,
            "has_children": has_children,
            "form": asked,
            "found": found and _shown(found, class_id),
        },
        status=422 if request.method == "POST" and not asked.is_valid() else 200,
    )


def _look(asked: OwnQuestionsForm) -> Mapping[str, Any]:
    said = asked.cleaned_data
    file = said["file"]
    raw = said["typed"].encode() if file is None else file.read()
    language: Language = "zh" if (get_language() or "").startswith("zh") else "en"
    found: Mapping[str, Any] = run_in_child(
        "terrace.school.learning.own_questions.look",
        raw=base64.b64encode(raw).decode(),
        name="typed.txt" if file is None else file.name,
        title=said["title"],
        language=language,
    )
    return found


def _shown(found: Mapping[str, Any], class_id: UUID) -> dict[str, Any]:
    """What the page says of it: each question with its right answer, and what was left out."""
    is_chinese = (get_language() or "").startswith("zh")
    keys = examkey.from_json(found["key"])
    form = Form.from_json(found["form"]) if found["form"] else None
    makes = form is not None and not found["too_long"]
    return {
        "questions": _lines(form, keys) if form is not None else [],
        "left_out": [
            {
                "line": one["line"],
                "text": one["text"],
                "why": REASONS[one["code"]] if one["code"] else one["zh" if is_chinese else "en"],
            }
            for one in found["left_out"]
        ],
        "too_long": found["too_long"],
        "sealed": signing.dumps(
            {"form": found["form"], "key": found["key"]}, salt=_SALT + str(class_id), compress=True
        )
        if makes
        else "",
    }


def _lines(form: Form, keys: list[Key]) -> list[dict[str, str]]:
    lines = []
    for field, key in zip(form.questions, keys, strict=True):
        if isinstance(field, Choice) and isinstance(key, ChoiceKey):
            right = [
                f"{chr(ord('A') + at)} {as_text(field.options[at])}" for at in sorted(key.right)
            ]
        else:
            right = sorted(getattr(key, "right", ()), key=int)
        lines.append({"text": as_text(field.statement), "right": now(", ").join(right)})
    return lines
