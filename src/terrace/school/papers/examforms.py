"""What a teacher types to set up an exam: its key says how many questions there are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terrace.engines.paper.form import MOST_OPTIONS
from terrace.engines.paper.scoring import ChoiceKey, Key, NumberKey, Rule

from . import examkey
from .models import Exam
from .queries.exams import key_text

MOST_PAGES = 4


class ExamForm(forms.Form):
    """Title, key, points. For an exam that has been printed: its key alone, of the same length."""

    title = forms.CharField(label=_("Title"), max_length=40)
    options = forms.IntegerField(
        label=_("Options a question"),
        min_value=2,
        max_value=MOST_OPTIONS,
        initial=4,
        widget=forms.NumberInput({"class": "short"}),
    )
    choices = forms.CharField(
        label=_("Right answers of the choices"),
        help_text=_("One letter a question, such as ABDCA; several right ones so: (AC)."),
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 2, "autocapitalize": "characters", "spellcheck": "false"}),
    )
    rule = forms.ChoiceField(
        label=_("Where several options are right"),
        choices=(
            ("all", _("all of them must be marked")),
            ("part", _("each one counts its part, a wrong one takes a part away")),
            ("any", _("one of them is enough")),
        ),
        initial="all",
        widget=forms.RadioSelect,
    )
    choice_points = forms.FloatField(
        label=_("Points a choice"),
        min_value=0.5,
        max_value=100,
        initial=1,
        widget=forms.NumberInput({"class": "short", "step": "0.5"}),
    )
    numbers = forms.CharField(
        label=_("Right answers that are numbers"),
        help_text=_("One a question with a space between: 407 56. If two are right: 12/13."),
        required=False,
        max_length=400,
        widget=forms.TextInput({"inputmode": "text", "spellcheck": "false"}),
    )
    number_points = forms.FloatField(
        label=_("Points a number"),
        min_value=0.5,
        max_value=100,
        initial=2,
        widget=forms.NumberInput({"class": "short", "step": "0.5"}),
    )

    def __init__(self, data: Any = None, *, exam: Exam | None = None) -> None:
        super().__init__(data)
        self._before = examkey.from_json(exam.key) if exam is not None else None
        if self._before is not None:
            del self.fields["title"], self.fields["options"]
            for name, value in _typed(self._before).items():
                self.fields[name].initial = value

    @property
    def keys(self) -> list[Key]:
        """The key; only when the form is valid."""
        said = self.cleaned_data
        rule: Rule = said["rule"]
        keys = examkey.keys_of(
            choices=said["choices"],
            options=self._options(),
            choice_points=said["choice_points"],
            rule=rule,
            numbers=said["numbers"],
            number_points=said["number_points"],
        )
        return keys if self._before is None else examkey.as_printed(keys, self._before)

    def clean_choices(self) -> list[frozenset[int]]:
        """The right options of each question."""
        try:
            return examkey.typed_choices(self.cleaned_data["choices"], self._options())
        except examkey.KeyFault as fault:
            raise forms.ValidationError(
                _("“%(what)s” is not an option. Letters from A on, one a question."),
                params={"what": fault.what},
            ) from fault

    def clean_numbers(self) -> list[frozenset[str]]:
        """The right numbers of each question."""
        try:
            return examkey.typed_numbers(self.cleaned_data["numbers"])
        except examkey.KeyFault as fault:
            raise forms.ValidationError(
                _("“%(what)s” cannot be written in the boxes: digits only, at most eight."),
                params={"what": fault.what},
            ) from fault

    def clean(self) -> dict[str, Any]:
        """At least one question, and no more than the pages hold; or as many as were printed."""
        said = super().clean() or {}
        choices, numbers = said.get("choices"), said.get("numbers")
        if choices is None or numbers is None:
            return said
        if self._before is not None:
            asked = sum(isinstance(key, ChoiceKey) for key in self._before)
            if (len(choices), len(numbers)) != (asked, len(self._before) - asked):
                self.add_error(
                    "choices",
                    forms.ValidationError(
                        _("The printed sheets ask %(choices)d choices and %(numbers)d numbers."),
                        params={"choices": asked, "numbers": len(self._before) - asked},
                    ),
                )
            elif beyond := examkey.beyond(choices, self._before):
                self.add_error(
                    "choices",
                    forms.ValidationError(
                        _("Question %(number)d has no such option."), params={"number": beyond}
                    ),
                )
        elif not choices and not numbers:
            self.add_error("choices", _("Type the right answers first."))
        elif len(choices) + len(numbers) > (most := self._most()):
            self.add_error(
                "choices",
                forms.ValidationError(
                    _(
                        "With so many options four pages hold %(most)d questions. "
                        "Make two exams of it."
                    ),
                    params={"most": most},
                ),
            )
        return said

    def _most(self) -> int:
        return MOST_PAGES * examkey.questions_a_page(self._options())

    def _options(self) -> int:
        if self._before is not None:
            return max(
                (key.options for key in self._before if isinstance(key, ChoiceKey)), default=4
            )
        return int(self.cleaned_data.get("options") or MOST_OPTIONS)


def _typed(keys: list[Key]) -> dict[str, object]:
    choices = [key for key in keys if isinstance(key, ChoiceKey)]
    numbers = [key for key in keys if isinstance(key, NumberKey)]
    typed: dict[str, object] = {
        "choices": "".join(
            f"({key_text(key)})" if len(key.right) > 1 else key_text(key) for key in choices
        ),
        "numbers": " ".join("/".join(sorted(key.right)) for key in numbers),
    }
    if choices:
        typed |= {"rule": choices[0].rule, "choice_points": choices[0].points}
    if numbers:
        typed["number_points"] = numbers[0].points
    return typed
