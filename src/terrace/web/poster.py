"""The poster for the teachers' room: where the box is found, as words and as a code to scan."""

import base64
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET

from terrace.school.jobs.actions import run_in_child
from terrace.school.people.models import Account, School
from terrace.school.people.rules import manages_staff, require
from terrace.web.network import near_address

HTTP = 80

STEPS = (
    _("Connect the phone to the school's Wi-Fi."),
    _("Scan the code, or type the address into the browser."),
    _("Sign in with your user name and password. The principal gives you the first one."),
)
FALLBACK = _("Older phones, or when the name is not found:")


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on the poster. `steps` and `fallback` hold Chinese and English, in this order."""

    school: str
    school_en: str
    address: str
    number_address: str
    """The address as a number, for phones that do not find names; may be empty."""
    steps: tuple[tuple[str, str], ...]
    fallback: tuple[str, str]


def poster_of(school: School, *, port: int, number: str) -> Poster:
    """The poster of this school's box, which listens on `port` and has the IP address `number`."""
    return Poster(
        school=school.name,
        school_en=school.name_en,
        address=_address(f"{school.short_name}.local", port),
        number_address=_address(number, port) if number else "",
        steps=tuple(_in_both(step) for step in STEPS),
        fallback=_in_both(FALLBACK),
    )


def pdf(poster: Poster, *, font_dir: Path) -> bytes:
    """The poster as one A4 page. Loads the typesetter: call it in a child process."""
    import segno

    from terrace.engines.paper.typesetting.document import typeset

    def code(address: str) -> list[list[int]]:
        return [list(row) for row in segno.make_qr(address, error="m").matrix] if address else []

    given = asdict(poster) | {
        "code": code(poster.address),
        "number_code": code(poster.number_address),
    }
    return typeset(Path(__file__).with_name("poster.typ"), given, font_dir=font_dir)


def make(school_id: str, port: int, number: str) -> str:
    """The poster's PDF as base64; runs in a child process."""
    poster = poster_of(School.objects.get(pk=school_id), port=port, number=number)
    made = pdf(poster, font_dir=Path(settings.TERRACE_HOME) / "fonts")
    return base64.b64encode(made).decode("ascii")


def poster_pdf(school: School, *, port: int) -> bytes:
    """The poster of this machine, made in a child process."""
    made = run_in_child(
        "terrace.web.poster.make",
        time_limit_seconds=60,
        school_id=school.pk,
        port=port,
        number=near_address() or "",
    )
    return base64.b64decode(made)


@login_required
@require_GET
def poster(request: HttpRequest) -> HttpResponse:
    """The poster, for those who look after the staff's ways in."""
    account = request.user
    assert isinstance(account, Account)
    require(manages_staff, account)
    return HttpResponse(
        poster_pdf(account.school, port=int(request.get_port())),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="poster.pdf"'},
    )


def _address(host: str, port: int) -> str:
    return f"http://{host}/" if port == HTTP else f"http://{host}:{port}/"


def _in_both(msgid: str) -> tuple[str, str]:
    with override("zh-hans"):
        chinese = gettext(msgid)
    with override("en"):
        return chinese, gettext(msgid)
