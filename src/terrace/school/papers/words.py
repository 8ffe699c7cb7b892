"""Paper's codes in words: what happened, where, what to do. Chinese is in `locale`."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

if TYPE_CHECKING:
    from .errors import PapersError
    from .models import PrintRun, Reading

_CORNERS = {
    "upper_left": gettext_noop("upper left corner"),
    "upper_right": gettext_noop("upper right corner"),
    "lower_right": gettext_noop("lower right corner"),
    "lower_left": gettext_noop("lower left corner"),
}


def refusal(code: str, detail: Mapping[str, Any]) -> str:
    """Why a photograph or a sheet on it could not be read, and what to do about it."""
    say = _REFUSALS.get(code)
    return say(detail) if say else _REFUSALS["unexpected"](detail)


def outcome(reading: "Reading", *, doubtful: int) -> str:
    """What became of a sheet on a photograph."""
    from .models import Reading

    kinds = Reading.Outcome
    match reading.outcome:
        case kinds.REFUSED | kinds.UNKNOWN:
            return refusal(reading.refusal, reading.refusal_detail)
        case kinds.WHO:
            return _("Read. Whose sheet is it? Please have a look.")
        case kinds.DIFFERS:
            return _("Read before, and now it says something else. Please have a look.")
        case kinds.ITS_TEACHER:
            return _("Read. It waits for the teacher of its class.")
        case kinds.SET_ASIDE:
            return _("Set aside. It does not count.")
        case _ if doubtful:
            return ngettext(
                "Read. %(count)d mark needs a look.",
                "Read. %(count)d marks need a look.",
                doubtful,
            ) % {"count": doubtful}
        case kinds.SAME_AGAIN:
            return _("Read before. Nothing changed.")
        case kinds.OTHER_CLASS:
            return _("Read, and counted for its own class: %(class)s.") % {
                "class": reading.school_class.name if reading.school_class else ""
            }
        case _:
            return _("Read.")


def sheet_of(class_name: str) -> str:
    """A sheet of which one knows no more than the class."""
    return _("A sheet of %(class)s") % {"class": class_name}


def a_sheet() -> str:
    """A sheet of which nothing is known."""
    return _("A sheet")


def time_left(seconds: int) -> str:
    """How long the waiting photographs will take; nothing when that is a moment, or unknown."""
    if seconds < 15:
        return ""
    if seconds < 60:
        return _("Less than a minute left.")
    minutes = round(seconds / 60)
    return ngettext("About %(count)d minute left.", "About %(count)d minutes left.", minutes) % {
        "count": minutes
    }


def asleep() -> str:
    """Nothing is being worked on, though it should be."""
    return _(
        "The box is not working on anything now. Nothing is lost; if this still stands here in a "
        "minute, have the box started again."
    )


def trouble(code: str) -> str:
    """Why photographs wait though they are safe on the box."""
    if code == "no_room":
        return _(
            "The box has no room left. The photographs are safe and wait. Ask for room to be made; "
            "then they are read by themselves."
        )
    return _("One photograph could not be read yet. It is safe, and is tried again by itself.")


def run_problem(run: "PrintRun") -> str:
    """Why a PDF could not be made, and what to do."""
    detail = run.problem_detail
    match run.problem:
        case "no_sheets":
            return _("There is no sheet to print: no child of this class is on the list.")
        case "does_not_fit":
            name = detail.get("name", "")
            if name:
                return _(
                    "The sheet of %(name)s is longer than its page. Choose fewer questions, and "
                    "print again."
                ) % {"name": name}
            return _("The sheet is longer than its page. Choose fewer questions, and print again.")
        case "bad_mathematics":
            return _("A formula cannot be printed: %(what)s") % {"what": detail.get("what", "")}
        case "no_room":
            return _(
                "The box has no room left for the PDF. Ask for room to be made; then try again."
            )
        case "disk_broken":
            return _("The box could not write the PDF to its disk: %(what)s") % {
                "what": detail.get("what", "")
            }
        case _:
            return _("The PDF could not be made. Try again; if it fails again, tell the office.")


def error(problem: "PapersError") -> str:
    """An error that a person can mend."""
    detail = problem.detail
    match problem.code:
        case "no_room":
            return _(
                "The box has no room left, so this photograph was not taken. Ask for room to be "
                "made, then send it again."
            )
        case "file_too_large":
            return _(
                "This file is larger than %(megabytes)d MB. Take the photograph with the phone's "
                "usual settings."
            ) % {"megabytes": detail["megabytes"]}
        case "settled_already":
            return _settled_already(detail)
        case "does_not_fit_question":
            return _("The question has no such answer. Choose one that is printed on the sheet.")
        case "entered_by_hand":
            return _("This answer was entered by hand: there is no photograph to go back to.")
        case _:
            return _("This is no longer there. Have another look at the list.")


def _settled_already(detail: Mapping[str, Any]) -> str:
    from .queries.questions import value_text

    by = detail.get("by") or _("Somebody")
    if "value" in detail:
        return _("%(name)s has settled this already: %(value)s.") % {
            "name": by,
            "value": value_text(detail["value"]),
        }
    if detail.get("child"):
        return _("%(name)s has said already whose sheet it is: %(child)s.") % {
            "name": by,
            "child": detail["child"],
        }
    if detail.get("take") == "first":
        return _("%(name)s has decided already: the first photograph counts.") % {"name": by}
    if detail.get("take") == "second":
        return _("%(name)s has decided already: the second photograph counts.") % {"name": by}
    return _("%(name)s has decided this already.") % {"name": by}


def _corner_missing(detail: Mapping[str, Any]) -> str:
    corners = [_(_CORNERS[corner]) for corner in detail.get("corners", ()) if corner in _CORNERS]
    if not corners:
        return _("A corner is missing. Hold the phone flat and take it again.")
    if len(corners) == 1:
        return _("The %(corner)s is missing. Hold the phone flat and take it again.") % {
            "corner": corners[0]
        }
    if len(corners) == 2:
        return _(
            "The %(first)s and the %(second)s are missing. Hold the phone flat and take it again."
        ) % {"first": corners[0], "second": corners[1]}
    return _("Most of the sheet is outside the picture. Step back and take it again.")


def _not_an_image(detail: Mapping[str, Any]) -> str:
    match detail.get("what", ""):
        case "heic":
            return _(
                "The phone saved this as HEIC, which the box cannot read. In the camera's settings "
                "choose JPEG (“most compatible”), and take it again."
            )
        case "video":
            return _("This is a film. Take a photograph of the sheet.")
        case "zip" | "office":
            return _("This is not a photograph. Choose photographs of the sheets.")
        case "":
            return _("This is not a photograph. Choose photographs of the sheets.")
        case what:
            return _(
                "The box reads JPEG, PNG and PDF, not %(what)s. Take the photograph with the "
                "phone's camera."
            ) % {"what": what.upper()}


def _damaged_code(detail: Mapping[str, Any]) -> str:
    match detail.get("what"):
        case "conflict":
            return _("Two sheets lie on each other. Take them apart, and take the picture again.")
        case "strip":
            return _(
                "The strip of black squares at the foot cannot be read. See that nothing lies on "
                "it, and take it again."
            )
        case _:
            return _(
                "The square code cannot be read. See that nothing lies on it, and take it again "
                "closer."
            )


def _too_large(detail: Mapping[str, Any]) -> str:
    megapixels = detail.get("megapixels")
    if megapixels:
        return _(
            "This photograph has %(megapixels)d million pixels. Take it with the phone's usual "
            "settings."
        ) % {"megapixels": round(megapixels)}
    return _("This file has too many pages. Send fewer at a time.")


_REFUSALS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "empty_file": lambda _detail: _("The file arrived empty. Send it once more."),
    "not_an_image": _not_an_image,
    "damaged_file": lambda _detail: _("The file is damaged. Take the photograph again."),
    "too_large": _too_large,
    "too_small": lambda _detail: _(
        "The picture is too small to read. Send the photograph itself, not its preview."
    ),
    "no_sheet": lambda _detail: _(
        "No sheet was found. Lay the sheet on a dark table, with all four corners in the picture."
    ),
    "corner_missing": _corner_missing,
    "too_blurred": lambda _detail: _(
        "The picture is blurred. Hold the phone still, tap on the sheet, and take it again."
    ),
    "not_flat": lambda _detail: _(
        "The paper is bent. Smooth it out on the table, and take it again."
    ),
    "damaged_code": _damaged_code,
    "unknown_sheet": lambda _detail: _(
        "This sheet was not printed here. Put it aside: it may belong to another school."
    ),
    "file_gone": lambda _detail: _("The photograph is no longer there. Take it again."),
    "unexpected": lambda _detail: _("This picture cannot be read. Take the photograph again."),
}
