"""Is the port free, and at which address do others find this machine?"""

import socket
import sys

from terrace.web.network import near_address


def is_taken(host: str, port: int) -> bool:
    """Whether somebody listens there already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return True
    return False


def say_if_taken(host: str, port: int) -> None:
    """End with a word on how to choose another port when this one is taken."""
    if is_taken(host, port):
        sys.stderr.write(
            f"Port {port} is taken. Stop what listens there, or choose another: PORT={port + 1}\n"
        )
        sys.exit(1)


def addresses(host: str, port: int) -> list[str]:
    """Addresses to open in a browser: on this machine, and on a phone in the same network."""
    if host != "0.0.0.0":  # noqa: S104
        return [f"http://{host}:{port}/"]
    found = [f"http://localhost:{port}/"]
    near = near_address()
    if near is not None:
        found.append(f"http://{near}:{port}/")
    return found
