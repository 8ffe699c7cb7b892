"""Children, guardians, staff and classes; who may see whom."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Children, guardians, staff and classes; who may see whom."""

    name = "terrace.school.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen here, and what comes round by itself."""
        from datetime import timedelta

        from terrace.school.jobs.registry import Regular, register

        from . import verbs  # noqa: F401

        register(Regular("terrace.school.people.jobs.forget_old", timedelta(days=1)))
