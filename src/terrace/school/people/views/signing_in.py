"""Sign in, sign out, use a code, choose a language."""

import math
from datetime import datetime

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as set_language_cookie

from terrace.school.journal import clock

from .. import actions, phones
from ..forms import SignInForm, UseCodeForm
from ..models import Account, KnownPhone
from ..requests import account_of, address_of, phone_ids, remember_phone_id

BACKEND = "terrace.school.people.backend.AccountBackend"


@sensitive_post_parameters("password")
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first page that an adult sees."""
    if isinstance(request.user, Account):
        return HttpResponseRedirect(_next(request))
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        found = actions.check_password(
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            address=address_of(request),
            phone_ids=phone_ids(request),
        )
        if found.account is not None:
            return _signed_in(request, found.account)
        if found.wait_until is not None:
            form.add_error(None, wait_in_words(found.wait_until))
            status = 429
        else:
            form.add_error(None, _("This name and this password do not go together."))
    if request.method == "POST" and status == 200:
        status = 422
    return render(
        request, "people/sign_in.html", {"form": form, "next": _next(request)}, status=status
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign this phone out."""
    account = account_of(request)
    phone = KnownPhone.objects.filter(session_key=request.session.session_key).first()
    if phone is not None:
        actions.sign_out_phone(phone=phone, lost=False, by=account)
    logout(request)
    return redirect("sign_in")


@sensitive_post_parameters("code", "new_password")
@login_not_required
@require_http_methods(["GET", "POST"])
def use_code(request: HttpRequest) -> HttpResponse:
    """Choose a new password with a code from paper."""
    form = UseCodeForm(request.POST or None, initial={"username": request.GET.get("name", "")})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.use_reset_code(
                username=form.cleaned_data["username"],
                code=form.cleaned_data["code"],
                new_password=form.cleaned_data["new_password"],
                address=address_of(request),
            )
        except ValidationError as refused:
            form.add_error("new_password", refused)
        else:
            if found.account is not None:
                messages.success(request, _("Your new password is set."))
                return _signed_in(request, found.account)
            if found.wait_until is not None:
                form.add_error(None, wait_in_words(found.wait_until))
                status = 429
            else:
                form.add_error(
                    "code", _("This code does not belong to this name, or it is no longer good.")
                )
    return render(request, "people/use_code.html", {"form": form}, status=status)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language of this phone, and of the account that is signed in."""
    response = set_language_cookie(request)
    language = request.POST.get("language", "")
    if isinstance(request.user, Account) and language in phones_languages():
        actions.choose_language(account=account_of(request), language=language)
    return response


def phones_languages() -> frozenset[str]:
    """The codes of the languages that there are."""
    from django.conf import settings

    return frozenset(code for code, _name in settings.LANGUAGES)


def wait_in_words(until: datetime) -> str:
    """How long to wait before the next try, and what else helps."""
    minutes = max(1, math.ceil((until - clock.now()).total_seconds() / 60))
    return ngettext(
        "Too many tries. Try again in %(minutes)s minute, or ask the principal for a code.",
        "Too many tries. Try again in %(minutes)s minutes, or ask the principal for a code.",
        minutes,
    ) % {"minutes": minutes}


def _signed_in(request: HttpRequest, account: Account) -> HttpResponse:
    known = phone_ids(request)
    login(request, account, backend=BACKEND)
    request.session.save()
    assert request.session.session_key is not None
    phone = actions.remember_phone(
        account=account,
        session_key=request.session.session_key,
        label=phones.label(request.headers.get("User-Agent", "")),
        phone_ids=known,
    )
    response = HttpResponseRedirect(_next(request))
    remember_phone_id(request, response, phone.id)
    if account.language:
        set_language_in(response, account.language)
    return response


def set_language_in(response: HttpResponse, language: str) -> None:
    """Let this phone read in this language from now on."""
    from django.conf import settings

    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.SESSION_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
