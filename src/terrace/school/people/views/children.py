"""Classes and children: the list of classes, a class, a child, her family, who has looked."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods

from .. import actions, queries, registry, rules, wording
from ..drawing import drawn
from ..models import Child, SchoolClass
from ..registry import Shows
from ..requests import account_of


@require_GET
def class_list(request: HttpRequest) -> HttpResponse:
    """Every class, dorm and mentee that this adult sees."""
    account = account_of(request)
    return render(
        request,
        "people/class_list.html",
        {
            "classes": queries.classes_with_counts(account),
            "groups": queries.groups_of(account),
            "imports_lists": rules.imports_lists(account),
        },
    )


@require_GET
def class_page(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """A class: what it needs now, and its children."""
    account = account_of(request)
    school_class = rules.found_here(
        SchoolClass.objects.select_related("class_teacher", "school"), account, class_id
    )
    rules.require(rules.sees_class, account, school_class)
    shows = rules.shows_of_class(account, school_class)
    loaded = [
        (part, found)
        for part in registry.class_parts()
        if part.shows in shows and (found := part.load(account, school_class)) is not None
    ]
    return render(
        request,
        "people/class.html",
        {
            "school_class": school_class,
            "children": queries.children_of(school_class),
            **drawn(request, loaded, {"school_class": school_class}),
        },
    )


@require_GET
def child_page(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """A child: what she can do, what comes next; what is sensitive stays behind a press."""
    child = _child(request, child_id)
    account = account_of(request)
    rules.require(rules.sees_child, account, child)
    shows = rules.shows_of_child(account, child)
    return render(
        request,
        "people/child.html",
        {
            "child": child,
            "sees_class": child.school_class is not None
            and rules.sees_class(account, child.school_class),
            "sees_family": Shows.FAMILY in shows,
            **_parts(request, child, shows - {Shows.FAMILY}),
        },
    )


@require_http_methods(["GET", "POST"])
def family(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """A child's family: the page says what will be noted, the press looks and is noted."""
    child = _child(request, child_id)
    account = account_of(request)
    rules.require(rules.sees_family, account, child)
    if request.method != "POST":
        return render(request, "people/family_door.html", {"child": child})
    reason = actions.look_at_family(child=child, by=account)
    sees_places = bool(rules.sees_parents_away(account, child))
    return render(
        request,
        "people/family.html",
        {
            "child": child,
            "reason": wording.reason(reason),
            "kin": queries.family_of(child, with_places=sees_places),
            "away_since": queries.parents_away_since(child) if sees_places else None,
            **_parts(request, child, frozenset({Shows.FAMILY})),
        },
    )


@require_GET
def looks(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Who has looked at what is sensitive of this child."""
    child = _child(request, child_id)
    rules.require(rules.sees_child, account_of(request), child)
    return render(request, "people/looks.html", {"child": child, "looks": queries.looks_at(child)})


def _child(request: HttpRequest, child_id: UUID) -> Child:
    return rules.found_here(
        Child.objects.select_related("school_class", "school", "dorm"),
        account_of(request),
        child_id,
    )


def _parts(
    request: HttpRequest, child: Child, shows: frozenset[Shows]
) -> dict[str, list[SafeString]]:
    account = account_of(request)
    loaded = [
        (part, found)
        for part in registry.child_parts()
        if part.shows in shows and (found := part.load(account, child)) is not None
    ]
    return drawn(request, loaded, {"child": child})
