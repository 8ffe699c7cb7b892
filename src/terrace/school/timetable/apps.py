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
        from terrace.school.absence.registry import register_listener
        from terrace.school.jobs.registry import Regular, register

        from . import parts, todos, verbs  # noqa: F401
        from .actions import ask_for_cover

        register(Regular("terrace.school.timetable.jobs.look_over", timedelta(hours=1)))
        register_listener("timetable", ask_for_cover)
