"""What happened: one append-only log."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """What happened: one append-only log."""

    name = "terrace.school.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the verbs."""
        from . import verbs  # noqa: F401
