"""What people do with practices: write, sign, try, report, carry, make the book."""

from .carrying import export, take_bundle
from .revoking import revoke, revoke_other, trust
from .shelving import stock
from .trying import begin, report, sign_report, step_done
from .writing import add_photo, remove_photo, sign_draft, withdraw, write

__all__ = [
    "add_photo",
    "begin",
    "export",
    "remove_photo",
    "report",
    "revoke",
    "revoke_other",
    "sign_draft",
    "sign_report",
    "step_done",
    "stock",
    "take_bundle",
    "trust",
    "withdraw",
    "write",
]
