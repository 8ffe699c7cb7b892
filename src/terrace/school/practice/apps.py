"""Good practice that travels."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Good practice that travels: written down, found, tried, reported on, made into a book."""

    name = "terrace.school.practice"
    label = "practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen here, its to-dos, and its part of pages."""
        from . import parts, todos, verbs  # noqa: F401
