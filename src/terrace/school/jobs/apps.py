"""Slow work: one child process a job, which ends."""

from datetime import timedelta

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Slow work: one child process a job, which ends."""

    name = "terrace.school.jobs"
    label = "jobs"

    def ready(self) -> None:
        """The worker forgets old tasks by itself."""
        from terrace.school.jobs import registry

        registry.register(
            registry.Regular("terrace.school.jobs.jobs.forget_finished", timedelta(days=1))
        )
