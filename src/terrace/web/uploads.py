"""Files of a form on their way in, on all pages but those of photographs: a list is small.

Django reads a form, with its files, before it knows whether the sender may send anything, and puts
no limit to them. So anybody on the Wi-Fi could fill the disk from the sign-in page.
"""

import tempfile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from terrace.school.people.models import Account

MOST_BYTES = 21 * 2**20
"""Kept of one form's files together; what comes after is read and dropped, and counted as size."""

IN_MEMORY_BYTES = 256 * 1024


class OnlyFromStaff(FileUploadHandler):
    """Keeps a form's files, up to `MOST_BYTES`, in a nameless file: it goes with the process."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file of the form begins; of somebody who is not signed in nothing is kept."""
        super().new_file(*args, **kwargs)
        if not isinstance(getattr(self.request, "user", None), Account):
            raise SkipFile
        self._out = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """The next bytes."""
        room = MOST_BYTES - self._kept
        self._out.write(raw_data[:room])
        self._kept += min(room, len(raw_data))

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        """The file is whole; `size` is what was sent, also where not all was kept."""
        self._out.seek(0)
        return UploadedFile(
            file=self._out,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )
