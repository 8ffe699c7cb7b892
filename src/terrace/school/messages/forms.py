"""The words that a teacher writes home."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terrace.engines.paper.font import missing_glyphs
from terrace.school.people.models import Guardian

from .rules import long_number_in


class NoteForm(forms.Form):
    """To whom, and what."""

    to = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What you want to say"),
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What happened, what to ask, when to come. The child carries it home."),
    )

    def __init__(
        self, *args: Any, guardians: Sequence[Guardian], family: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._guardians = {str(guardian.pk): guardian for guardian in guardians}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", family)] + [
            (key, guardian.name) for key, guardian in self._guardians.items()
        ]
        field.required = False
        field.initial = ""

    @property
    def guardian(self) -> Guardian | None:
        """The adult chosen; None for the family as a whole. The form must be valid."""
        return self._guardians.get(self.cleaned_data["to"])

    def clean_words(self) -> str:
        """Refuse numbers that should not travel on paper, here where they can be mended."""
        words: str = self.cleaned_data["words"]
        number = long_number_in(words)
        if number:
            raise forms.ValidationError(
                _("Anybody may read a slip on its way. Leave out the number %(number)s."),
                code="long_number",
                params={"number": number.strip()},
            )
        unknown = missing_glyphs(words)
        if unknown:
            raise forms.ValidationError(
                _("The printer does not know this: %(characters)s. Write it in another way."),
                code="unknown_characters",
                params={"characters": "".join(sorted(unknown))},
            )
        return words
