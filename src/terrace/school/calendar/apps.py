"""Terms, school hours, holidays and make-up days."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Terms, school hours, holidays and make-up days."""

    name = "terrace.school.calendar"
    label = "calendar"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen to the calendar."""
        from . import verbs  # noqa: F401
