"""Messages on paper: what each slip says, and one PDF of many, to be cut apart."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from terrace.school.people.models import School

from . import queries
from .models import Message


@dataclass(frozen=True, slots=True)
class Slip:
    """A message as it stands on paper: words only, in the language of the message."""

    language: str
    school: str
    date: str
    title: str
    to: str
    carrier: str
    """Who takes it home: class, number and name, large enough to hand out."""
    paragraphs: tuple[str, ...]
    signed: str


def slip_of(message: Message) -> Slip:
    """What the slip of this message says."""
    with override(message.language):
        child, by = message.child, message.made_by
        carrier = ""
        if child is not None:
            carrier = child.name
            if child.school_class is not None:
                carrier = f"{child.school_class.name}　{child.name}"
        chinese = message.language.startswith("zh")
        school = message.school
        return Slip(
            language="zh" if chinese else "en",
            school=school.name if chinese else school.name_en or school.name,
            date=date_format(timezone.localtime(message.made_at), "DATE_FORMAT"),
            title=message.title,
            to=_("Dear %(name)s,") % {"name": message.to_name},
            carrier=carrier,
            paragraphs=tuple(line for line in message.body.splitlines() if line.strip()),
            signed=by.staff.name if by is not None else "",
        )


def pdf(slips: Iterable[Slip], *, font_dir: Path) -> bytes:
    """One PDF of A4 pages with the slips one below the other; the same slips give the same bytes.

    Loads the typesetter: call it in a child process. `font_dir` may be empty; the font goes there.
    """
    from terrace.engines.paper.typesetting.document import typeset

    given = [asdict(slip) for slip in slips]
    return typeset(Path(__file__).with_name("slips.typ"), given, font_dir=font_dir)


def print_waiting(school_id: str, message_ids: Sequence[str]) -> str:
    """The PDF of these messages as base64, for the page that opens it; runs in a child process."""
    wanted = {UUID(text) for text in message_ids}
    school = School.objects.get(pk=UUID(school_id))
    slips = [slip_of(message) for message in queries.waiting(school) if message.pk in wanted]
    made = pdf(slips, font_dir=Path(settings.TERRACE_HOME) / "fonts")
    return base64.b64encode(made).decode("ascii")
