"""What is done about the school itself: its founding, classes and dorms."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify

from terrace.school.journal import clock
from terrace.school.journal.actions import record

from .. import verbs
from ..models import Account, Dorm, Role, School, SchoolClass, Staff
from .accounts import issue_reset_code, open_account
from .staff import add_staff, appoint


def make_school(
    *,
    name: str,
    short_name: str,
    name_en: str = "",
    simulated: bool = False,
    page_cost_fen: int = 8,
    by: Account | None,
) -> School:
    """Set up a school; `short_name` is where its box is found (`http://<short_name>.local`)."""
    with transaction.atomic():
        school = School.objects.create(
            name=name,
            name_en=name_en,
            short_name=short_name,
            simulated=simulated,
            page_cost_fen=page_cost_fen,
            made_at=clock.now(),
        )
        record(
            verbs.SCHOOL_MADE,
            school_id=school.id,
            by_id=by.id if by else None,
            payload={"name": name},
        )
    return school


def found_school(*, name: str, principal: str = "校长") -> tuple[School, Account, str]:
    """Set up the first school of a box, with its principal's account and the code to sign in with.

    The principal signs in as `xiaozhang` (校长 as one types it), and can be renamed later.
    """
    with transaction.atomic():
        school = make_school(name=name, short_name=short_name(name), by=None)
        staff = add_staff(school=school, name=principal, by=None)
        appoint(staff=staff, role=Role.PRINCIPAL, by=None)
        account = open_account(staff=staff, username="xiaozhang", by=None)
        code = issue_reset_code(account=account, by=None)
    return school, account, code


def short_name(name: str) -> str:
    """The name at which a box is found, from the school's: 云岭小学 is `yunling`."""
    from pypinyin import lazy_pinyin

    for ending in ("中心小学", "小学", "学校"):
        if name.endswith(ending) and name != ending:
            name = name.removesuffix(ending)
            break
    return slugify("".join(lazy_pinyin(name)))[:40] or "school"


def add_class(
    *,
    school: School,
    name: str,
    code: str,
    grade: int,
    class_teacher: Staff | None = None,
    by: Account | None,
) -> SchoolClass:
    """Add a class of this school year; its code (`3A`) is one of a kind in the school."""
    with transaction.atomic():
        made = SchoolClass.objects.create(
            school=school, name=name, code=code, grade=grade, class_teacher=class_teacher
        )
        record(
            verbs.CLASS_MADE,
            school_id=school.id,
            by_id=by.id if by else None,
            subject_id=made.id,
            payload={"code": code, "grade": grade, "teacher": _text(class_teacher)},
        )
    return made


def add_dorm(
    *, school: School, name: str, carers: Sequence[Staff] = (), by: Account | None
) -> Dorm:
    """Add a dorm and the adults who look after it."""
    with transaction.atomic():
        dorm = Dorm.objects.create(school=school, name=name)
        dorm.carers.set(carers)
        record(
            verbs.DORM_MADE,
            school_id=school.id,
            by_id=by.id if by else None,
            subject_id=dorm.id,
            payload={"name": name, "carers": [str(carer.id) for carer in carers]},
        )
    return dorm


def _text(staff: Staff | None) -> str | None:
    return None if staff is None else str(staff.id)
