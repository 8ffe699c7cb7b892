"""What people see of the outbox."""

from django.db.models import QuerySet

from terrace.school.people.models import Child, Guardian, School

from .models import Message


def waiting(school: School) -> QuerySet[Message]:
    """What waits to be printed, in the order in which it is handed out: by class, then by name."""
    return (
        Message.objects.filter(school=school, state=Message.State.WAITING)
        .select_related("child__school_class", "made_by__staff", "school")
        .order_by("child__school_class__code", "child__class_number", "made_at")
    )


def settled(school: School) -> QuerySet[Message]:
    """What has been printed or withdrawn, the latest first."""
    return (
        Message.objects.filter(school=school)
        .exclude(state=Message.State.WAITING)
        .select_related("child__school_class")
        .order_by("-settled_at")
    )


def waiting_for_child(child: Child) -> QuerySet[Message]:
    """Messages about this child that have not left the school yet."""
    return Message.objects.filter(child=child, state=Message.State.WAITING).order_by("made_at")


def guardians_of(child: Child) -> list[Guardian]:
    """The adults of the family, those whom the child lives with first."""
    return list(Guardian.objects.filter(child=child).order_by("-child_lives_with", "name"))
