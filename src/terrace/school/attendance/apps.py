"""Who was at school, day by day."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    """Who was at school, day by day."""

    name = "terrace.school.attendance"
    label = "attendance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen here, its to-do, and its parts of pages."""
        from . import parts, todos, verbs  # noqa: F401
