"""What is erased by itself, and when."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction

from terrace.school.journal import clock

from ..guessing import FORGOTTEN_AFTER
from ..models import Guesses, KnownPhone, ResetCode

CODES_KEPT = timedelta(days=30)
"""After a reset code has gone out of date."""

PHONES_KEPT = timedelta(days=365)
"""After a phone was signed out."""


def forget_old() -> None:
    """Erase counts of wrong guesses, old codes, phones long signed out, sessions out of date.

    What they stood for remains in the journal. Twice is once.
    """
    now = clock.now()
    with transaction.atomic():
        Guesses.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
        ResetCode.objects.filter(expires_at__lt=now - CODES_KEPT).delete()
        KnownPhone.objects.filter(signed_out_at__lt=now - PHONES_KEPT).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
