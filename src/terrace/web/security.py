"""Whom the site answers, and what a browser may load on its pages."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext as _

Answer = Callable[[HttpRequest], HttpResponse]

LOCAL_ENDINGS = (".local", ".lan", ".home", ".internal", ".home.arpa", ".localhost")

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


def is_near(host: str) -> bool:
    """Whether `host` (no port) can only mean a machine on this network.

    That is: a private, link-local or loopback address, a name without a dot, or a name under an
    ending that no public name has.
    """
    name = host.lower().rstrip(".")
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return bool(name) and ("." not in name or name.endswith(LOCAL_ENDINGS))
    return address.is_private or address.is_loopback or address.is_link_local


def only_near_hosts(get_response: Answer) -> Answer:
    """Answer only under names of this network, or under those that `TERRACE_HOSTS` adds.

    A box is reached by whatever address the school's router gave it, so its names cannot be listed
    beforehand. Answering to *any* name would let a page on the internet point a name of its own at
    the box and read the school's data through a teacher's phone (DNS rebinding). Public names are
    therefore refused unless the person who runs a county's server names them.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        try:
            host = split_domain_port(request.get_host())[0]
        except DisallowedHost:  # no name at all: `Host: a b`
            host = ""
        if is_near(host) or host in settings.TERRACE_HOSTS:
            return get_response(request)
        return HttpResponseBadRequest(
            _("This address is not one of the school's. Ask for the address of the box."),
            content_type="text/plain; charset=utf-8",
        )

    return answer


def strict_headers(get_response: Answer) -> Answer:
    """Say to the browser: nothing from elsewhere, nothing inline, no camera, nothing kept back."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if not response.has_header("Cache-Control"):
            # A phone is passed around and has a back button: pages about people are not kept.
            response.headers["Cache-Control"] = "no-store"
        return response

    return answer
