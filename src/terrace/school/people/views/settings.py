"""Settings: the language, one's phones, one's password; for those who lead, the way to more."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terrace.school.journal import clock
from terrace.school.journal.queries import clock_is_behind

from .. import actions, phones, queries, registry, rules
from ..drawing import drawn
from ..forms import ChangePasswordForm
from ..models import Account, KnownPhone, Role
from ..requests import account_of


@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """One's own settings, and the parts of the apps above."""
    account = account_of(request)
    loaded = [
        (part, found)
        for part in registry.settings_parts()
        if (found := part.load(account)) is not None
    ]
    return render(
        request,
        "people/settings.html",
        {
            "account": account,
            "roles": [role for role in Role if role in queries.roles(account)],
            "phones": named_phones(account, request.session.session_key),
            "manages_staff": rules.manages_staff(account),
            "imports_lists": rules.imports_lists(account),
            "clock_is_behind": clock_is_behind(),
            "now": clock.now(),
            **drawn(request, loaded, {}),
        },
    )


@sensitive_post_parameters("old_password", "new_password")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    account = account_of(request)
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old_key = request.session.session_key
        try:
            actions.change_password(
                account=account,
                old_password=form.cleaned_data["old_password"],
                new_password=form.cleaned_data["new_password"],
                session_key=old_key,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            update_session_auth_hash(request, account)
            request.session.save()
            if old_key and request.session.session_key:
                actions.phone_goes_on(old_key=old_key, session_key=request.session.session_key)
            messages.success(request, _("Your new password is set. Other phones are signed out."))
            return redirect("settings")
    return render(
        request,
        "people/password.html",
        {"form": form, "must": account.must_change_password},
        status=422 if request.method == "POST" else 200,
    )


@require_POST
def sign_out_phone(request: HttpRequest, phone_id: UUID) -> HttpResponse:
    """Sign out a phone that was lost."""
    account = account_of(request)
    phone = rules.found_here(KnownPhone.objects.select_related("account__staff"), account, phone_id)
    rules.require(bool(rules.signs_out_phones_of(account, phone.account)), account)
    actions.sign_out_phone(phone=phone, lost=True, by=account)
    messages.success(
        request, _("%(phone)s is signed out.") % {"phone": phones.in_words(phone.label)}
    )
    if phone.account_id == account.id:
        return redirect("settings")
    return redirect("staff_member", staff_id=phone.account.staff_id)


def named_phones(account: Account, here: str | None) -> list[dict[str, object]]:
    """The phones on which an account is signed in, for a template; `here` is this one's session."""
    return [
        {"phone": phone, "name": phones.in_words(phone.label), "here": phone.session_key == here}
        for phone in queries.phones_of(account)
    ]
