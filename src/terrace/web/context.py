"""What the frame of every page shows: the school, four places, the other language."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from terrace.school.people.models import Account, School


@dataclass(frozen=True, slots=True)
class Place:
    """One of the four places that are always one tap away."""

    name: str
    url: str
    here: bool
    exact: bool


@dataclass(frozen=True, slots=True)
class Language:
    """A language to change to, named in itself."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a page. `school` and `places` are empty before signing in."""

    school: School | None
    school_name: str
    places: tuple[Place, ...]
    other_language: Language


CHINESE = Language("zh-hans", "中文")
ENGLISH = Language("en", "English")

# A place's address, and what else lies below it.
PLACES = (
    (_("Today"), "/", ("/todos/",)),
    (_("Classes"), "/classes/", ("/children/", "/runs/", "/stacks/", "/import/")),
    (_("Doubts"), "/doubts/", ()),
    (_("Settings"), "/settings/", ("/outbox/", "/staff/", "/phones/")),
)


def frame(request: HttpRequest) -> dict[str, Frame]:
    """The frame for this request; asks the database nothing that the request has not asked."""
    account = getattr(request, "user", None)
    school = account.school if isinstance(account, Account) else None
    chinese = (get_language() or "").startswith("zh")
    return {
        "frame": Frame(
            school=school,
            school_name=_name(school, chinese=chinese),
            places=_places(request.path) if school else (),
            other_language=ENGLISH if chinese else CHINESE,
        )
    }


def _name(school: School | None, *, chinese: bool) -> str:
    if school is None:
        return ""
    return school.name if chinese else school.name_en or school.name


def _places(path: str) -> tuple[Place, ...]:
    return tuple(
        Place(
            name=gettext(name),
            url=url,
            here=path == url or (url != "/" and path.startswith(url)) or path.startswith(below),
            exact=path == url,
        )
        for name, url, below in PLACES
    )
