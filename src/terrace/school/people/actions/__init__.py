"""What is done about people: the school, its adults, its children, their accounts and phones."""

from .accounts import (
    change_password,
    choose_language,
    close_account,
    issue_reset_code,
    open_account,
    use_reset_code,
)
from .children import (
    add_child,
    add_guardian,
    change_child,
    child_left,
    guardian_moved,
    look_at_family,
)
from .forgetting import forget_old
from .importing import import_children
from .report import Report
from .rosters import import_roster
from .school import add_class, add_dorm, found_school, make_school
from .signing_in import (
    check_password,
    phone_goes_on,
    remember_phone,
    sign_out_others,
    sign_out_phone,
)
from .staff import (
    add_staff,
    appoint,
    dismiss,
    end_teaching,
    find_mentor,
    give_classes,
    give_teaching,
    name_class_teacher,
    staff_left,
)

__all__ = [
    "Report",
    "add_child",
    "add_class",
    "add_dorm",
    "add_guardian",
    "add_staff",
    "appoint",
    "change_child",
    "change_password",
    "check_password",
    "child_left",
    "choose_language",
    "close_account",
    "dismiss",
    "end_teaching",
    "find_mentor",
    "forget_old",
    "found_school",
    "give_classes",
    "give_teaching",
    "guardian_moved",
    "import_children",
    "import_roster",
    "issue_reset_code",
    "look_at_family",
    "make_school",
    "name_class_teacher",
    "open_account",
    "phone_goes_on",
    "remember_phone",
    "sign_out_others",
    "sign_out_phone",
    "staff_left",
    "use_reset_code",
]
