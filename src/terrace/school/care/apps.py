"""Care: every child heard, what was agreed is done."""

from datetime import timedelta

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Talks and what came of them; who asked to be heard; who needs support."""

    name = "terrace.school.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen here, its to-dos, its regular work, its parts of pages."""
        from terrace.school.jobs.registry import Regular, register
        from terrace.school.rota.models import Kind
        from terrace.school.rota.registry import register_page

        from . import parts, todos, verbs  # noqa: F401

        register(Regular("terrace.school.care.jobs.look_over", timedelta(hours=1)))
        register_page(Kind.TALKS, "talks")
