"""Rotas of turns: whose it is, when; nobody left out, and the proof of it."""

from datetime import timedelta

from django.apps import AppConfig


class RotaConfig(AppConfig):
    """Rotas of turns: whose it is, when; nobody left out, and the proof of it."""

    name = "terrace.school.rota"
    label = "rota"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what can happen here, its to-do, its regular work, and its parts of pages."""
        from terrace.school.absence.registry import register_listener
        from terrace.school.jobs.registry import Regular, register

        from . import parts, todos, verbs  # noqa: F401
        from .actions import hear_of_absence

        register(Regular("terrace.school.rota.jobs.look_over", timedelta(hours=1)))
        register_listener("rota", hear_of_absence)
