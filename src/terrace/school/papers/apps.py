"""Printed forms, photographs of them, readings and doubtful marks."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Printed forms, photographs of them, readings and doubtful marks."""

    name = "terrace.school.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
