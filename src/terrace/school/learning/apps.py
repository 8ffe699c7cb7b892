"""What each child knows, this week's sheets and what to teach next."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """What each child knows, this week's sheets and what to teach next."""

    name = "terrace.school.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"
