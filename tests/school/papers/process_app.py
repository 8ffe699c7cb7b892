"""The kind of form that tests print, known to processes that they start (`process_settings`)."""

from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    """Declares the kind once Django is ready."""

    name = "tests.school.papers"
    label = "rehearsal"

    def ready(self) -> None:
        """Declare it."""
        from tests.school.papers import rehearsal, syncs  # noqa: F401

        syncs.note_syncs()
