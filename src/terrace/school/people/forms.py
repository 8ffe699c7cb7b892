"""What people fill in: to sign in, to choose a password, to bring in a list, to add an adult."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import APPOINTED_ROLES, Role, School, SchoolClass

_USERNAME = {"autocapitalize": "none", "autocorrect": "off", "autocomplete": "username"}


class SignInForm(forms.Form):
    """Who it is."""

    username = forms.CharField(
        label=_("Name to sign in with"), max_length=60, widget=forms.TextInput(_USERNAME)
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, shown as it is typed: on a phone two blind tries help nobody."""

    new_password = forms.CharField(
        label=_("New password"),
        help_text=_("Eight signs or more. Three words that you remember are better than tricks."),
        max_length=200,
        strip=False,
        widget=forms.TextInput(
            {"autocomplete": "new-password", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class UseCodeForm(NewPasswordForm):
    """A code from paper, and the password to choose with it."""

    username = forms.CharField(
        label=_("Name to sign in with"), max_length=60, widget=forms.TextInput(_USERNAME)
    )
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Twelve digits, from the principal or the office."),
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    field_order = ("username", "code", "new_password")


class ChangePasswordForm(NewPasswordForm):
    """The password now, and the next one."""

    old_password = forms.CharField(
        label=_("Password now"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    field_order = ("old_password", "new_password")


class ImportForm(forms.Form):
    """A class list in a file."""

    file = forms.FileField(
        label=_("Excel file, text table or OneRoster (.xlsx, .csv, .zip)"),
        help_text=_(
            "Columns: class, name, sex, birth date. Class number and class teacher if known."
        ),
        widget=forms.ClearableFileInput(
            {
                "accept": ".xlsx,.csv,.tsv,.txt,.zip,text/csv,application/zip,"
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )


class StaffForm(forms.Form):
    """An adult who begins to work in the school."""

    name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
    )


class ClassesForm(forms.Form):
    """The classes that an adult leads, and those that she teaches mathematics."""

    own = forms.ModelMultipleChoiceField(
        label=_("Class teacher of"),
        queryset=SchoolClass.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    taught = forms.ModelMultipleChoiceField(
        label=_("Teaches mathematics to"),
        queryset=SchoolClass.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, school: School, **more: Any) -> None:
        super().__init__(data, **more)
        for name in ("own", "taught"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = SchoolClass.objects.filter(school=school).order_by("grade", "code")


class RolesForm(forms.Form):
    """The roles that the school gives to an adult."""

    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, role.label) for role in APPOINTED_ROLES],
        coerce=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
