"""Children, guardians, staff and classes; who may see whom."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Children, guardians, staff and classes; who may see whom."""

    name = "terrace.school.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen here."""
        from . import verbs  # noqa: F401
