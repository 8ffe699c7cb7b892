"""What each child knows, this week's sheets and what to teach next."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    """What each child knows, this week's sheets and what to teach next."""

    name = "terrace.school.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the kind of form, parts of pages, to-dos, and what comes round by itself."""
        from terrace.school.jobs.registry import Regular, register
        from terrace.school.papers.registry import FormKind
        from terrace.school.papers.registry import register as register_form

        from . import parts, todos, verbs  # noqa: F401
        from .actions import conclude, conclude_many
        from .sheets import KIND

        register_form(
            FormKind(KIND, title=_("Weekly sheets"), on_reading=conclude, on_many=conclude_many)
        )
        register(Regular("terrace.school.learning.jobs.ask_for_week", timedelta(hours=1)))
