"""The outbox: what leaves the school on paper, nothing sensitive in it."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """The outbox: what leaves the school on paper, nothing sensitive in it."""

    name = "terrace.school.messages"
    label = "messages"
    default_auto_field = "django.db.models.BigAutoField"
