"""Photograph: open a stack, receive photographs so that none is lost once it is acknowledged."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction

from terrace.school.journal import clock
from terrace.school.journal.actions import record
from terrace.school.journal.ids import new_id
from terrace.school.people.models import Account, SchoolClass

from .. import files, verbs
from ..errors import TooLarge
from ..models import Photo, Stack
from ..queries import todays_stack

_CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """A photograph that is safe on the box; not `is_new` when the same file was here before."""

    photo: Photo
    is_new: bool


def open_stack(*, school_class: SchoolClass, by: Account) -> Stack:
    """The stack that she photographs into: today's of this class, or a new one."""
    with transaction.atomic():
        # Two taps at once: the second waits here, and finds the stack that the first has opened.
        SchoolClass.objects.select_for_update().get(pk=school_class.pk)
        stack = todays_stack(school_class, by)
        if stack is None:
            stack = Stack.objects.create(
                school_id=school_class.school_id,
                school_class=school_class,
                opened_by=by,
                opened_at=clock.now(),
            )
            record(
                verbs.STACK_OPENED,
                school_id=stack.school_id,
                by_id=by.pk,
                subject_id=stack.pk,
                payload={"class": str(school_class.pk)},
            )
    return stack


def receive_photo(*, stack: Stack, name: str, stream: BinaryIO, by: Account) -> Received:
    """Store a photograph, synced to disk before this returns, and ask for it to be read.

    The same bytes twice in a stack are one photograph. Raises `TooLarge` and `NoRoom`; then nothing
    of it is left.
    """
    from ..jobs import read_stack

    files.need_room()
    photo_id = new_id()
    file = files.photo_name(photo_id)
    digest = hashlib.sha256()
    files.write(file, _chunks(stream, digest.update))
    try:
        with transaction.atomic():
            # The lock makes two uploads of the same file wait for each other.
            Stack.objects.select_for_update().get(pk=stack.pk)
            known = stack.photos.filter(sha256=digest.hexdigest()).first()
            if known is None:
                photo = Photo.objects.create(
                    id=photo_id,
                    school_id=stack.school_id,
                    stack=stack,
                    name=name[-200:],
                    sha256=digest.hexdigest(),
                    file=file,
                    received_by=by,
                    received_at=clock.now(),
                )
                record(
                    verbs.PHOTO_RECEIVED,
                    school_id=stack.school_id,
                    by_id=by.pk,
                    subject_id=photo.pk,
                    payload={"stack": str(stack.pk)},
                )
                read_stack.enqueue(stack_id=str(stack.pk))
    except BaseException:
        files.erase(file)
        raise
    if known is not None:
        files.erase(file)
        return Received(known, is_new=False)
    return Received(photo, is_new=True)


def read_again(stack: Stack) -> None:
    """Have what waits of a stack read at once, rather than when its turn comes round."""
    from ..jobs import read_stack

    read_stack.enqueue(stack_id=str(stack.pk))


def _chunks(stream: BinaryIO, look: Callable[[bytes], None]) -> Iterator[bytes]:
    size = 0
    while chunk := stream.read(_CHUNK_BYTES):
        size += len(chunk)
        if size > files.MOST_BYTES:
            raise TooLarge(files.MOST_BYTES // 1024**2)
        look(chunk)
        yield chunk
