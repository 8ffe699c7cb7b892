"""Printed forms, photographs of them, readings and doubtful marks."""

from datetime import timedelta

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Printed forms, photographs of them, readings and doubtful marks."""

    name = "terrace.school.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen here, what it puts on Today, and what comes round by itself."""
        from terrace.school.jobs.registry import Regular, register

        from . import exams, parts, todos, verbs  # noqa: F401

        register(Regular("terrace.school.papers.jobs.read_waiting", timedelta(minutes=10)))
        register(Regular("terrace.school.papers.jobs.look_again", timedelta(hours=1)))
        register(Regular("terrace.school.papers.jobs.erase_done", timedelta(days=1)))
