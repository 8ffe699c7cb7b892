"""A bounded load on one address of this machine: so many connections for so many seconds."""

import http.client
import statistics
import threading
import time
import urllib.parse
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """What a load measured: requests a second, and milliseconds an answer took."""

    requests_per_second: float
    median_ms: float
    p95_ms: float
    refused: int


def run_load(url: str, *, cookie: str = "", connections: int = 8, seconds: float = 10.0) -> Load:
    """Ask for `url` (loopback only) over `connections`, each as fast as it is answered."""
    address = urllib.parse.urlsplit(url)
    if address.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise ValueError(f"{url}: a load stays on this machine")
    took: list[float] = []
    refused = 0
    stop = time.perf_counter() + seconds
    lock = threading.Lock()

    def ask() -> None:
        nonlocal refused
        mine: list[float] = []
        bad = 0
        connection = http.client.HTTPConnection(address.hostname or "", address.port)
        while time.perf_counter() < stop:
            begun = time.perf_counter()
            try:
                connection.request("GET", address.path or "/", headers={"Cookie": cookie})
                answer = connection.getresponse()
                answer.read()
            except (http.client.HTTPException, OSError):
                connection.close()
                bad += 1
                continue
            if answer.status == 200:
                mine.append(time.perf_counter() - begun)
            else:
                bad += 1
        with lock:
            took.extend(mine)
            refused += bad

    threads = [threading.Thread(target=ask) for _ in range(connections)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - begun
    if len(took) < 2:
        raise RuntimeError(f"{url} did not answer 200")
    return Load(
        requests_per_second=len(took) / wall,
        median_ms=1000 * statistics.median(took),
        p95_ms=1000 * statistics.quantiles(took, n=20)[-1],
        refused=refused,
    )
