"""The outbox: what leaves the school on paper, nothing sensitive in it."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """The outbox: what leaves the school on paper, nothing sensitive in it."""

    name = "terrace.school.messages"
    label = "messages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen here, what may leave, and the part of the child's page."""
        from . import kinds, parts, verbs  # noqa: F401
