"""Start Django for a command that reads or writes the school's data."""

import os


def start_django() -> None:
    """Load settings and apps; needed before anything of `terrace.school` is imported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terrace.web.settings")
    import django

    django.setup()
