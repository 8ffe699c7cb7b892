"""The term's timetable: who teaches which class when, and who takes over for a day."""

from datetime import timedelta

from django.apps import AppConfig


class TimetableConfig(AppConfig):
    """The term's timetable: who teaches which class when, and who takes over for a day."""

    name = "terrace.school.timetable"
    label = "timetable"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen here, its to-do, its regular work, and its parts of pages."""
        from terrace.school.jobs.registry import Regular, register

        from . import parts, todos, verbs  # noqa: F401

        register(Regular("terrace.school.timetable.jobs.end_past_covers", timedelta(hours=1)))
