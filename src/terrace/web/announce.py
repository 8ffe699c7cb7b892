"""The box says its short name on the Wi-Fi: `python -m terrace.web.announce PARENT_PID PORT`.

A phone that knows mDNS (RFC 6762; every phone of the last years does) then finds the box at
`http://<short name>.local`. For the others there is the poster with the number address.
"""

import os
import signal
import socket
import sys
import time
from pathlib import Path

from zeroconf import IPVersion, NonUniqueNameException, ServiceInfo, Zeroconf

from terrace.school.jobs import stopping
from terrace.school.jobs.tether import end_with
from terrace.web.home import NAME_FILE, home
from terrace.web.network import near_address

UNNAMED = "terrace"
"""The name of a box that has no school yet."""

LOOK_SECONDS = 30.0
"""How often the box looks whether its address on the network has changed."""


def box_name(folder: Path) -> str:
    """The short name under which the box is found."""
    try:
        return (folder / NAME_FILE).read_text(encoding="ascii").strip() or UNNAMED
    except (OSError, UnicodeDecodeError):
        return UNNAMED


def service(name: str, *, port: int, at: str) -> ServiceInfo:
    """What is said: a web page of this name at this IPv4 address."""
    return ServiceInfo(
        "_http._tcp.local.",
        f"{name}._http._tcp.local.",
        addresses=[socket.inet_aton(at)],
        port=port,
        server=f"{name}.local.",
        properties={"path": "/"},
    )


def announce(name: str, *, port: int, at: str) -> Zeroconf:
    """Say it on the network of this address until the result is closed."""
    speaker = Zeroconf(interfaces=[at], ip_version=IPVersion.V4Only)
    try:
        speaker.register_service(service(name, port=port, at=at), allow_name_change=True)
    except NonUniqueNameException:
        speaker.close()
        raise
    return speaker


def _keep_announcing(name: str, port: int) -> None:
    speaker: Zeroconf | None = None
    said: str | None = None
    looked = -LOOK_SECONDS
    while not stopping.asked():
        if time.monotonic() - looked >= LOOK_SECONDS:
            looked = time.monotonic()
            now = near_address()
            if now != said:
                if speaker is not None:
                    speaker.close()
                speaker = announce(name, port=port, at=now) if now else None
                said = now
        time.sleep(0.2)
    if speaker is not None:
        speaker.close()


if __name__ == "__main__":
    end_with(int(sys.argv[1]), signal.SIGTERM)
    stopping.listen()
    _keep_announcing(box_name(home(os.environ)), int(sys.argv[2]))
