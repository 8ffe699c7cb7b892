"""What every request of somebody signed in passes: her phone is seen, her password is her own."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from .actions.signing_in import seen
from .models import Account
from .standing import school_today

Answer = Callable[[HttpRequest], HttpResponse]

_SEEN = "seen_on"


def known_phone(get_response: Answer) -> Answer:
    """Note once a day that a phone is in use, so that its ninety days begin anew."""

    def answer(request: HttpRequest) -> HttpResponse:
        if isinstance(_account(request), Account):
            today = school_today().isoformat()
            if request.session.get(_SEEN) != today and request.session.session_key:
                request.session[_SEEN] = today
                seen(session_key=request.session.session_key)
        return get_response(request)

    return answer


def whole_sign_in(get_response: Answer) -> Answer:
    """Open the sign-in page whole where a part of a page was asked for after the session's end."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        sign_in = reverse("sign_in")
        if (
            isinstance(response, HttpResponseRedirect)
            and response.url.partition("?")[0] == sign_in
            and request.headers.get("HX-Request")
        ):
            back = urlsplit(request.headers.get("HX-Current-URL", ""))
            query = urlencode({"next": back._replace(scheme="", netloc="", fragment="").geturl()})
            return HttpResponse(status=204, headers={"HX-Redirect": f"{sign_in}?{query}"})
        return response

    return answer


def own_password(get_response: Answer) -> Answer:
    """Send somebody with a password that others know to the page where she chooses her own."""

    def answer(request: HttpRequest) -> HttpResponse:
        account = _account(request)
        if isinstance(account, Account) and account.must_change_password:
            open_pages = {reverse(name) for name in ("password", "sign_out", "set_language")}
            if request.path not in open_pages:
                return HttpResponseRedirect(reverse("password"))
        return get_response(request)

    return answer


def _account(request: HttpRequest) -> object:
    # Without a session there is nobody: a page for machines then asks the database for no account.
    if not request.session.session_key:
        return None
    return request.user if isinstance(request.user, Account) else None
