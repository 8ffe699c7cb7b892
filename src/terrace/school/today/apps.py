"""What each adult should do today."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """What each adult should do today."""

    name = "terrace.school.today"
    label = "today"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen here."""
        from . import verbs  # noqa: F401
