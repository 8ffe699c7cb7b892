"""What the door brings of its own."""

from django.contrib.messages.apps import MessagesConfig


class NoticesConfig(MessagesConfig):
    """Notices after an action ("Saved."), under a label that leaves `messages` to the outbox."""

    label = "notices"
