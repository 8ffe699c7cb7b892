"""Who is in the school: staff, classes, children, guardians, and the accounts of adults."""

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from terrace.school.journal.ids import new_id

if TYPE_CHECKING:
    from .standing import Standing


class School(models.Model):
    """One village school."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    short_name = models.SlugField(max_length=40)
    """The name at which the box is found on the school's Wi-Fi: `http://<short_name>.local`."""
    simulated = models.BooleanField(default=False)
    """True for a demo school: its data is marked as simulated wherever it is shown as evidence."""
    page_cost_fen = models.PositiveIntegerField(default=8)
    """What one printed page costs, in fen."""
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Sex(models.TextChoices):
    """As written in the school's register; empty when it is not known."""

    FEMALE = "f", _("girl")
    MALE = "m", _("boy")


class Staff(models.Model):
    """An adult who works in the school."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="staff")
    name = models.CharField(max_length=60)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["school", "left_on"], name="people_staff_here"),)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What an adult is to the school.

    Principal, office and listener are appointed (`Appointment`); the others follow from relations:
    a class teacher has a class, a subject teacher has a `Teaching`, boarding staff have a dorm, a
    mentor has a `Mentoring`.
    """

    PRINCIPAL = "principal", _("principal")
    OFFICE = "office", _("office")
    LISTENER = "listener", _("listener")
    CLASS_TEACHER = "class_teacher", _("class teacher")
    SUBJECT_TEACHER = "subject_teacher", _("subject teacher")
    BOARDING = "boarding", _("boarding staff")
    MENTOR = "mentor", _("mentor")


APPOINTED_ROLES = (Role.PRINCIPAL, Role.OFFICE, Role.LISTENER)


class Appointment(models.Model):
    """A role that the school gives to an adult: principal, office or listener."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="appointments")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["staff", "role"], name="people_appointed_once"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in APPOINTED_ROLES]),
                name="people_role_is_appointed",
            ),
        )


class SchoolClass(models.Model):
    """A class in this school year, with its class teacher."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="classes")
    name = models.CharField(max_length=40)
    """As people say it: 三年级甲班."""
    code = models.CharField(max_length=10)
    """As it is written on a list or a command line: 3A."""
    grade = models.PositiveSmallIntegerField()
    class_teacher = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, related_name="own_classes"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "code"], name="people_class_code_once"),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=9), name="people_grade_is_1_to_9"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Teaching(models.Model):
    """Who teaches which subject to which class."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="teachings")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="teachings")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.CASCADE, related_name="teachings"
    )
    subject = models.CharField(max_length=40)
    """A subject's code: `mathematics`, `chinese`, …"""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["staff", "school_class", "subject"], name="people_teaching_once"
            ),
        )


class Dorm(models.Model):
    """A dormitory room and the adults who look after it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="dorms")
    name = models.CharField(max_length=40)
    carers = models.ManyToManyField(Staff, related_name="dorms")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "name"], name="people_dorm_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class Child(models.Model):
    """A pupil of the school. A child with a dorm is a boarder."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    birth_date = models.DateField(null=True)
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, null=True, related_name="children"
    )
    class_number = models.PositiveSmallIntegerField(null=True)
    """The child's number on the class list; written by hand on photocopied sheets."""
    dorm = models.ForeignKey(Dorm, on_delete=models.SET_NULL, null=True, related_name="children")
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "children"
        constraints = (
            models.UniqueConstraint(
                fields=["school_class", "class_number"],
                condition=Q(left_on=None),
                name="people_class_number_once",
            ),
        )
        indexes = (models.Index(fields=["school", "left_on"], name="people_child_here"),)

    def __str__(self) -> str:
        return self.name


class Guardian(models.Model):
    """An adult of a child's family."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="guardians")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="guardians")
    name = models.CharField(max_length=60)
    relation = models.CharField(max_length=30)
    """`mother`, `father`, `grandmother`, `grandfather` or `other`."""
    phone = models.CharField(max_length=30, blank=True)
    child_lives_with = models.BooleanField(default=False)


class GuardianPlace(models.Model):
    """Where a guardian lives, from when to when: a dated fact. Sensitive."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="guardian_places")
    guardian = models.ForeignKey(Guardian, on_delete=models.CASCADE, related_name="places")
    place = models.CharField(max_length=80)
    away = models.BooleanField(default=False)
    """True when the guardian cannot come home in the evening."""
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["guardian"], condition=Q(until=None), name="people_one_place_now"
            ),
        )


class Mentoring(models.Model):
    """An adult who has taken a child under her wing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="mentorings")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="mentorings")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="mentorings")
    since = models.DateField()
    until = models.DateField(null=True)


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by username; accounts are made by `people.actions`."""


class Account(AbstractBaseUser):
    """How an adult signs in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="accounts")
    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="account")
    username = models.CharField(max_length=60, unique=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    objects = AccountManager()

    remembers_standing: bool = False
    """True for the account of a web request: what it may do is asked for once a request."""
    standing_known: "Standing | None" = None

    def __str__(self) -> str:
        return self.username


class OutsideKey(models.Model):
    """By which key another program knows a class, child, adult or guardian of this school.

    With it a list that comes again changes what it brought, whatever names have become.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="outside_keys")
    kind = models.CharField(max_length=10)
    """`class`, `child`, `staff` or `guardian`."""
    key = models.CharField(max_length=520)
    target_id = models.UUIDField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "kind", "key"], name="people_key_once"),
        )
        indexes = (models.Index(fields=["target_id"], name="people_key_target"),)


class KnownPhone(models.Model):
    """A phone or browser that is signed in: it stays so until it is signed out here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="known_phones")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="phones")
    label = models.CharField(max_length=80)
    session_key = models.CharField(max_length=40, unique=True)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    signed_out_at = models.DateTimeField(null=True)
    lost = models.BooleanField(default=False)
    """True when it was signed out from elsewhere: it is then treated like a stranger's phone."""


class ResetCode(models.Model):
    """A printed code, good once, with which an adult chooses a new password."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="reset_codes")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="reset_codes")
    code_hash = models.CharField(max_length=128)
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Guesses(models.Model):
    """Wrong passwords and codes in a row, for one username, one network address or one known phone.

    Kept until right or a day old. A username is kept as its hash: people type passwords there.
    """

    key = models.CharField(max_length=80, primary_key=True)
    wrong = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)
