"""Who may do what with practices. Nothing leaves the school that the principal has not signed."""

from terrace.school.people.rules import (
    is_office,
    is_office_here,
    is_principal,
    is_principal_here,
    predicate,
)
from terrace.school.people.standing import standing

from .models import Draft, Trial


@predicate
def reads_library(account: object) -> bool:
    """Every adult who works in the school."""
    found = standing(account)
    return found is not None and found.is_here


@predicate
def _wrote(account: object, draft: Draft) -> bool:
    found = standing(account)
    return found is not None and found.is_here and draft.by_id == found.account.staff_id


@predicate
def _leads(account: object, trial: Trial) -> bool:
    found = standing(account)
    return found is not None and found.is_here and trial.lead_id == found.account.staff_id


writes_draft = _wrote | is_principal_here
"""Changes a practice that is being written."""

signs = is_principal_here
"""Signs what goes to other schools."""

sees_trial = _leads | is_principal_here | is_office_here
"""Sees how a try goes. Its plan may speak of the school's own affairs."""

runs_trial = _leads | is_principal_here
"""Ticks the steps of a try off, and reports on it."""

carries_bundles = is_principal | is_office
"""Makes bundles for other schools and brings theirs in."""

edits_book = is_principal
"""Chooses what stands in the book."""
