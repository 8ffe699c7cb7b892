"""The curriculum: ours is code; those of other programs are kept as they came."""

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    """Skills, what comes before what, items and their generators."""

    name = "terrace.school.curriculum"
    label = "curriculum"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen here."""
        from . import verbs  # noqa: F401
