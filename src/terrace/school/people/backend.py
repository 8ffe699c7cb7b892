"""Who is signed in on this request."""

from uuid import UUID

from django.contrib.auth.backends import BaseBackend

from .actions.signing_in import may_sign_in
from .models import Account


class AccountBackend(BaseBackend):
    """Finds the account of a session; signing in itself is `people.actions.check_password`."""

    def get_user(self, user_id: UUID | str) -> Account | None:
        """The account with its adult and school, in one query; none once it is closed."""
        found = Account.objects.select_related("staff", "school").filter(pk=user_id).first()
        if found is None or not may_sign_in(found):
            return None
        found.remembers_standing = True
        return found
