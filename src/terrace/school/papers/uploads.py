"""Photographs on their way in: straight to the box's disk, within limits."""

import tempfile
from contextlib import suppress
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from . import files
from .errors import NoRoom, PapersError, TooLarge


class Upload(UploadedFile[Any]):
    """A file of a form; `problem` says why it was not kept."""

    problem: PapersError | None = None


class ToDisk(FileUploadHandler):
    """Writes each file to a nameless one on the disk where it will stay.

    A file that is too large, or for which there is no room, is not kept, but its bytes are read to
    their end: only then can the page answer what was wrong.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file of the form begins."""
        super().new_file(*args, **kwargs)
        self._problem: PapersError | None = None
        self._size = 0
        self._out: BinaryIO | None = None
        try:
            files.need_room()
            folder = files.path_of("")
            # It has no name and goes when it is closed, also when the power goes.
            self._out = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        except PapersError as problem:
            self._problem = problem
        except OSError:
            self._problem = NoRoom()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """The next bytes."""
        if self._out is None:
            return
        self._size += len(raw_data)
        if self._size > files.MOST_BYTES:
            self._drop(TooLarge(files.MOST_BYTES // 1024**2))
            return
        try:
            self._out.write(raw_data)
        except OSError:
            self._drop(NoRoom())

    def file_complete(self, file_size: int) -> Upload:
        """The file is whole, or was not kept."""
        out = self._out
        if out is not None:
            try:
                out.seek(0)
            except OSError:
                self._drop(NoRoom())
        upload = Upload(
            file=self._out or tempfile.SpooledTemporaryFile(),  # noqa: SIM115
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )
        upload.problem = self._problem
        return upload

    def _drop(self, problem: PapersError) -> None:
        self._problem = problem
        if self._out is not None:
            with suppress(OSError):
                self._out.close()
        self._out = None
