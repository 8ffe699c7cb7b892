"""What happened: one append-only log."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """What happened: one append-only log."""

    name = "terrace.school.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the verbs, and what comes round by itself."""
        from datetime import timedelta

        from terrace.school.jobs.registry import Regular, register

        from . import verbs  # noqa: F401

        register(Regular("terrace.school.journal.jobs.chain", timedelta(minutes=5)))
