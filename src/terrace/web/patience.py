"""How long the site waits for a phone that says nothing: not for ever, since threads are few.

A phone that leaves the Wi-Fi in the middle of a photograph says no goodbye. gunicorn's thread would
then wait for the rest of it until the box is started again, and eight such phones would leave
nobody to answer the school. Nobody needs to mean harm for that; and who does needs one phone.
"""

import socket
import struct
import time
from collections import Counter, defaultdict, deque
from contextlib import suppress
from typing import Any

from gunicorn.util import close_graceful
from gunicorn.workers.gthread import _DEFER, ThreadWorker

SILENCE_SECONDS = 20
"""How long a phone may send, or take, nothing in the middle of a request."""

HEAD_SECONDS = 10.0
"""How long a request may take until all of its head is there, however slowly it drips."""

BODY_SECONDS = 120.0
SLOWEST_BYTES = 4096
"""A request may take `BODY_SECONDS` and a second for each so many bytes that it brings."""

KEPT_FREE = 1
"""Threads of a worker that one network address cannot have: they are for everybody else."""


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn carries no types
    """A worker of gunicorn with threads that comes back from phones that have gone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._until: dict[Any, float] = {}
        self._busy: Counter[str] = Counter()
        self._waiting: defaultdict[str, deque[Any]] = defaultdict(deque)

    def enqueue_req(self, conn: Any) -> None:
        """Give it a thread, or let it wait for one of its own address. Called by the loop."""
        address = str(conn.client[0])
        if self._busy[address] >= max(1, self.cfg.threads - KEPT_FREE):
            self._waiting[address].append(conn)
            return
        self._busy[address] += 1
        super().enqueue_req(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Its thread is free: the next of its address may have it. Called by the loop."""
        address = str(conn.client[0])
        self._busy[address] -= 1
        waiting = self._waiting[address]
        if waiting:
            self.enqueue_req(waiting.popleft())
        else:
            del self._waiting[address]
            if not self._busy[address]:
                del self._busy[address]
        super().finish_request(conn, fs)

    def handle(self, conn: Any) -> Any:
        """One request of a connection, in a thread."""
        if not conn.initialized and not conn.wait_for_data(0):
            return _DEFER  # a browser opens more than it uses: the loop waits for those, no thread
        self._until[conn] = time.monotonic() + HEAD_SECONDS
        try:
            goes_on = super().handle(conn)
        finally:
            self._until.pop(conn, None)
        if goes_on is False:
            # Seconds for a phone that has gone: here, where gunicorn would let the loop wait.
            close_graceful(conn.sock)
        return goes_on

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Its head is there: from now on it has time for what it brings."""
        limit = struct.pack("ll", SILENCE_SECONDS, 0)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        self._until[conn] = time.monotonic() + BODY_SECONDS + _length(req) / SLOWEST_BYTES
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """Called by gunicorn's loop, once a second: also ends what is over its time."""
        super().murder_pending()
        now = time.monotonic()
        for conn, until in list(self._until.items()):
            if now > until:
                self._until.pop(conn, None)
                _hang_up(conn.sock)


def _length(request: Any) -> int:
    """How many bytes a request says that it brings."""
    told = next((value for name, value in request.headers if name == "CONTENT-LENGTH"), "")
    return int(told) if told.isdecimal() else 0


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):  # it may have gone by itself
        sock.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for it
