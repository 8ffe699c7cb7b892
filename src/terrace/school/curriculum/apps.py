"""The curriculum: content as code, no tables yet."""

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    """Skills, what comes before what, items and their generators."""

    name = "terrace.school.curriculum"
    label = "curriculum"
    default_auto_field = "django.db.models.BigAutoField"
