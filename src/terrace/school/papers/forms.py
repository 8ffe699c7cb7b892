"""What a decision about paper sends: read strictly, since a machine made the buttons."""

from django.utils.datastructures import MultiValueDict

from .agreement import Value, as_value
from .queries.questions import Question

MANY = "many"


def chosen_value(data: "MultiValueDict[str, str]", question: Question) -> Value:
    """The answer that a form says: `value` is one option, `a,b`, digits, or empty for none.

    With `value=many` the ticked boxes `option` are meant, with `value=typed` the digits of `typed`.
    `ValueError` for anything else; whether the question has such an answer, the action looks.
    """
    value = data.get("value")
    if value is None:
        raise ValueError("nothing was chosen")
    if question.is_choice:
        parts = data.getlist("option") if value == MANY else value.split(",") if value else []
        return as_value([int(part) for part in parts])
    return data.get("typed", "").strip() if value == "typed" else value


def sent_value(text: str, question: Question) -> Value:
    """The answer that stood on the page when the form was drawn."""
    if question.is_choice:
        return as_value([int(part) for part in text.split(",")] if text else [])
    return text
