"""What people fill in: a question to the library, a practice, a try, a report, a photograph."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from terrace.engines.bundles.body import MOST_STEPS
from terrace.school.calendar.queries import last_school_day_of, week_of
from terrace.school.people.models import Staff

from .models import Evidence, Outcome, Trial
from .queries import Wanted, language_now, words
from .registry import measures
from .wording import NEED_WORDS

_LONG = forms.Textarea({"rows": 4})
_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
TEXTS = ("need", "context", "changed", "known_by", "went_wrong", "harms")
COUNTS = ("pupils", "boarders", "staff")
MOST_PLANNED = 8


class SearchForm(forms.Form):
    """A question, and what a practice has to be like."""

    q = forms.CharField(label=_("What are you looking for?"), max_length=200, required=False)
    need = forms.ChoiceField(label=_("What it is for"), required=False)
    evidence = forms.ChoiceField(label=_("How one knows"), required=False)
    yuan = forms.ChoiceField(label=_("Yuan a year at most"), required=False)
    hours = forms.ChoiceField(label=_("Hours a week at most"), required=False)
    pupils = forms.ChoiceField(label=_("Size of the school"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        any_one = ("", pgettext_lazy("what is looked for", "no matter"))
        self._offer("need", [any_one, *NEED_WORDS.items()])
        self._offer("evidence", [any_one, *Evidence.choices])
        self._offer("yuan", [any_one, *((str(n), f"{n:,}") for n in (0, 500, 2000, 5000, 10000))])
        self._offer("hours", [any_one, *((str(n), str(n)) for n in (1, 2, 5, 10, 20))])
        sizes = ((str(n), _("%(n)d pupils at most") % {"n": n}) for n in (50, 100, 300))
        self._offer("pupils", [any_one, *sizes])

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def wanted(self) -> Wanted:
        """What a practice has to be like; what makes no sense is no matter."""
        self.is_valid()
        told = getattr(self, "cleaned_data", {})

        def whole(name: str) -> int | None:
            return int(told[name]) if told.get(name) else None

        yuan, hours = whole("yuan"), whole("hours")
        return Wanted(
            need=told.get("need", ""),
            evidence=told.get("evidence", ""),
            most_fen=None if yuan is None else yuan * 100,
            most_minutes=None if hours is None else hours * 60,
            most_pupils=whole("pupils"),
        )


class DraftForm(forms.Form):
    """A practice, in the language that the page is read in."""

    title = forms.CharField(label=_("What it is called"), max_length=60)
    need = forms.CharField(
        label=_("The need"), help_text=_("What was missing, and for whom."), widget=_LONG
    )
    needs = forms.MultipleChoiceField(
        label=_("What it is for"),
        help_text=_("One to three."),
        choices=lambda: list(NEED_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    context = forms.CharField(
        label=_("Where it fits"),
        help_text=_("What kind of school, what it takes."),
        widget=_LONG,
        required=False,
    )
    steps = forms.CharField(
        label=_("The steps"), help_text=_("One on each line, in order."), widget=_LONG
    )
    yuan = forms.IntegerField(label=_("Yuan a year"), min_value=0, max_value=100_000_000)
    minutes = forms.IntegerField(
        label=_("Minutes a week, of all adults together"), min_value=0, max_value=1_000_000
    )
    pupils = forms.IntegerField(label=_("Pupils of your school"), min_value=0, required=False)
    boarders = forms.IntegerField(label=_("Boarders of your school"), min_value=0, required=False)
    staff = forms.IntegerField(label=_("Adults of your school"), min_value=0, required=False)
    changed = forms.CharField(label=_("What changed"), widget=_LONG, required=False)
    evidence = forms.ChoiceField(
        label=_("How one knows"), choices=Evidence, widget=forms.RadioSelect
    )
    known_by = forms.CharField(
        label=_("Say more about how you know"),
        help_text=_("What was counted, by whom, and what you are not sure of."),
        widget=_LONG,
        required=False,
    )
    went_wrong = forms.CharField(label=_("What went wrong"), widget=_LONG, required=False)
    harms = forms.CharField(label=_("Harm to watch for"), widget=_LONG, required=False)

    def __init__(self, *args: Any, body: dict[str, Any] | None = None, **kwargs: Any) -> None:
        self.before = body or {}
        if body is not None:
            kwargs["initial"] = _initial(body)
        super().__init__(*args, **kwargs)
        for name in COUNTS:
            field = self.fields[name]
            assert isinstance(field, forms.IntegerField)
            field.max_value = 100_000

    def clean_needs(self) -> list[str]:
        """One to three."""
        told: list[str] = self.cleaned_data["needs"]
        if len(told) > 3:
            raise forms.ValidationError(gettext("Choose three at most."))
        return told

    def clean_steps(self) -> list[str]:
        """The lines that say something."""
        lines = [line.strip() for line in self.cleaned_data["steps"].splitlines() if line.strip()]
        if len(lines) > MOST_STEPS:
            raise forms.ValidationError(gettext("%(n)d steps at most.") % {"n": MOST_STEPS})
        return lines

    def body(self) -> dict[str, Any]:
        """The practice as it travels; what stands there in the other language is kept."""
        told, here = self.cleaned_data, language_now()
        body = dict(self.before)
        for name in ("title", *TEXTS):
            body[name] = _with(self.before.get(name), here, told[name])
            if not body[name]:
                del body[name]
        before = self.before.get("steps", [])
        same = len(before) == len(told["steps"])
        body["steps"] = [
            _with(before[place] if same else None, here, line)
            for place, line in enumerate(told["steps"])
        ]
        for name in COUNTS:
            body.pop(name, None)
            if told[name] is not None:
                body[name] = told[name]
        body["needs"], body["evidence"] = told["needs"], told["evidence"]
        body["cost_fen"], body["minutes_a_week"] = told["yuan"] * 100, told["minutes"]
        return body


def _with(before: dict[str, str] | None, language: str, text: str) -> dict[str, str]:
    told = {**(before or {}), language: text}
    return {key: one for key, one in told.items() if one.strip()}


def _initial(body: dict[str, Any]) -> dict[str, Any]:
    initial: dict[str, Any] = {name: words(body.get(name)) for name in ("title", *TEXTS)}
    initial |= {name: body.get(name) for name in (*COUNTS, "needs", "evidence")}
    initial["steps"] = "\n".join(words(step) for step in body["steps"])
    return initial | {"yuan": body["cost_fen"] // 100, "minutes": body["minutes_a_week"]}


class TryForm(forms.Form):
    """A plan: who leads, from when, what by when, and the day of the report."""

    starts = forms.DateField(label=_("From"), widget=_DAY)
    report_on = forms.DateField(
        label=_("Say what became of it by"),
        help_text=_("Four to eight weeks are enough to know more."),
        widget=_DAY,
    )
    lead = forms.ChoiceField(label=_("Who leads"))
    adapted = forms.CharField(
        label=_("What we do otherwise here"),
        help_text=_("Stays in the school."),
        max_length=2000,
        widget=_LONG,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        steps: Sequence[str],
        staff: Sequence[Staff],
        me: Staff,
        today: date,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "starts": today,
            "report_on": last_school_day_of(me.school, week_of(today) + timedelta(weeks=6)),
            "lead": str(me.pk),
        }
        super().__init__(*args, **kwargs)
        self.staff = {str(one.pk): one for one in staff}
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ChoiceField)
        lead.choices = [(key, one.name) for key, one in self.staff.items()]
        self.places = range(1, min(MOST_PLANNED, len(steps) + 1) + 1)
        for place in self.places:
            words_ = steps[place - 1][:200] if place <= len(steps) else ""
            self.fields[f"step_{place}"] = forms.CharField(
                label=gettext("Step %(n)d") % {"n": place},
                max_length=200,
                initial=words_,
                required=False,
                widget=forms.Textarea({"rows": 2}),
            )
            self.fields[f"due_{place}"] = forms.DateField(
                label=gettext("Step %(n)d done by") % {"n": place},
                initial=last_school_day_of(me.school, week_of(today) + timedelta(weeks=place - 1)),
                required=False,
                widget=_DAY,
            )

    def planned(self) -> list[tuple[str, date]]:
        """Each step that says something, with its day; without one, the start."""
        told = self.cleaned_data
        return [
            (told[f"step_{place}"], told.get(f"due_{place}") or told["starts"])
            for place in self.places
            if told.get(f"step_{place}")
        ]


class ReportForm(forms.Form):
    """What became of a try."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"), choices=Outcome, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("What others should know before they try it. No child's name."),
        max_length=4000,
        widget=_LONG,
    )
    counted = forms.MultipleChoiceField(
        label=_("What our own records say"),
        help_text=_("Counted by the box, before and during the try."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, trial: Trial, **kwargs: Any) -> None:
        kwargs["initial"] = {"outcome": trial.outcome, "why": trial.why}
        super().__init__(*args, **kwargs)
        field = self.fields["counted"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.name, str(one.what)) for one in measures()]


class PhotoForm(forms.Form):
    """A photograph that may be shown, and who said so."""

    photo = forms.FileField(label=_("Photograph"), widget=forms.FileInput({"accept": "image/*"}))
    caption = forms.CharField(label=_("What it shows"), max_length=200)
    released_by = forms.CharField(
        label=_("Who agreed that it may be shown"),
        help_text=_(
            "Where a child can be recognised: she herself and her guardian, in writing. "
            "Better without faces."
        ),
        max_length=200,
    )
    sure = forms.BooleanField(label=_("They agreed that other schools may see and print it."))


class BundleForm(forms.Form):
    """A bundle from another school."""

    bundle = forms.FileField(label=_("Bundle from another school"))


class WithdrawForm(forms.Form):
    """Why a practice is taken back."""

    why = forms.CharField(label=_("Why?"), max_length=500)


class BookForm(forms.Form):
    """The book: its title, preface and chapters."""

    title = forms.CharField(label=_("Title of the book"), max_length=60)
    preface = forms.CharField(label=_("Preface"), max_length=4000, widget=_LONG, required=False)
    chapters = forms.MultipleChoiceField(label=_("Chapters"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chapters"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(choices)
