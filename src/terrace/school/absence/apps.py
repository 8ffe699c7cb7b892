"""Who is away: said once by whoever it is, known to every plan."""

from django.apps import AppConfig


class AbsenceConfig(AppConfig):
    """Who is away: said once by whoever it is, known to every plan."""

    name = "terrace.school.absence"
    label = "absence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen here, and its row among the settings."""
        from . import parts, verbs  # noqa: F401
