"""The staff list, and what the principal and the office do there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import actions, queries, rules
from ..forms import ClassesForm, RolesForm, StaffForm
from ..models import APPOINTED_ROLES, Appointment, Role, Staff
from ..requests import account_of
from .settings import named_phones

MATHEMATICS = "mathematics"
"""The one subject that has sheets so far: who teaches it prints and photographs them."""


@require_http_methods(["GET", "POST"])
def staff_list(request: HttpRequest) -> HttpResponse:
    """Every adult of the school, and who can sign in; a new one is added here."""
    account = account_of(request)
    rules.require(rules.manages_staff, account)
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = actions.add_staff(
            school=account.school,
            name=form.cleaned_data["name"],
            phone=form.cleaned_data["phone"],
            by=account,
        )
        return redirect("staff_member", staff_id=added.id)
    return render(
        request,
        "people/staff_list.html",
        {"members": queries.staff_with_roles(account.school), "form": form},
        status=422 if request.method == "POST" else 200,
    )


@require_GET
def staff_member(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """One adult: roles, account, phones."""
    account, member = account_of(request), _member(request, staff_id)
    rules.require(rules.manages_staff, account)
    theirs = queries.account_of(member)
    leads = rules.is_principal_here(account, member)
    duties = queries.duties_of(member)
    return render(
        request,
        "people/staff_member.html",
        {
            "member": member,
            "duties": duties,
            "theirs": theirs,
            "phones": named_phones(theirs, request.session.session_key) if theirs else [],
            "may_give_code": theirs is None or rules.issues_code_for(account, theirs),
            "may_sign_out": theirs is not None and rules.signs_out_phones_of(account, theirs),
            "roles": RolesForm(initial={"roles": [role.value for role in _held(member)]})
            if leads
            else None,
            "classes": ClassesForm(
                school=member.school,
                initial={
                    "own": [one.pk for one in duties.own_classes],
                    "taught": [
                        one.school_class_id
                        for one in duties.teachings
                        if one.subject == MATHEMATICS
                    ],
                },
            )
            if leads
            else None,
        },
    )


@require_POST
def give_code(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Give a code for a new password, shown once, to print; opens the account if need be."""
    account, member = account_of(request), _member(request, staff_id)
    rules.require(rules.manages_staff, account)
    opened = queries.account_of(member)
    if opened is None:
        opened = actions.open_account(staff=member, by=account)
    code = actions.issue_reset_code(account=opened, by=account)
    return render(request, "people/code.html", {"member": member, "account": opened, "code": code})


@require_POST
def give_roles(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Give and take back the roles that the school appoints: for the principal alone."""
    account, member = account_of(request), _member(request, staff_id)
    rules.require(rules.is_principal_here, account, member)
    form = RolesForm(request.POST)
    if form.is_valid():
        wanted: set[Role] = set(form.cleaned_data["roles"])
        held = _held(member)
        if Role.PRINCIPAL in held - wanted and len(queries.principals(member.school)) == 1:
            messages.warning(request, _("A school needs a principal: name the next one first."))
        else:
            for role in wanted - held:
                actions.appoint(staff=member, role=role, by=account)
            for role in held - wanted:
                actions.dismiss(staff=member, role=role, by=account)
            messages.success(request, _("Saved."))
    return redirect("staff_member", staff_id=member.id)


@require_POST
def give_classes(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Say which classes an adult leads and teaches: for the principal alone."""
    account, member = account_of(request), _member(request, staff_id)
    rules.require(rules.is_principal_here, account, member)
    form = ClassesForm(request.POST, school=member.school)
    if form.is_valid():
        actions.give_classes(
            staff=member,
            own=form.cleaned_data["own"],
            taught=form.cleaned_data["taught"],
            subject=MATHEMATICS,
            by=account,
        )
        messages.success(request, _("Saved."))
    return redirect("staff_member", staff_id=member.id)


@require_POST
def sign_out_everywhere(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Sign all phones of an adult out: hers is lost, or she has left."""
    account, member = account_of(request), _member(request, staff_id)
    theirs = queries.account_of(member)
    if theirs is not None:
        rules.require(rules.signs_out_phones_of, account, theirs)
        actions.sign_out_others(account=theirs, keep=None, by=account)
        messages.success(
            request, _("All phones of %(name)s are signed out.") % {"name": member.name}
        )
    else:
        rules.require(rules.is_principal_here, account, member)
    return redirect("staff_member", staff_id=member.id)


def _member(request: HttpRequest, staff_id: UUID) -> Staff:
    return rules.found_here(Staff.objects.select_related("school"), account_of(request), staff_id)


def _held(member: Staff) -> set[Role]:
    rows = Appointment.objects.filter(staff=member).values_list("role", flat=True)
    return {Role(role) for role in rows} & set(APPOINTED_ROLES)
