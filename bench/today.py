"""How many Today pages a second the demo school gives, beside Kolibri's cheapest endpoint.

python bench/today.py [--seconds 10] [--without-kolibri] [--json]
"""

import argparse
import tempfile
from pathlib import Path

import kolibri
from load import run_load
from running import make_school, served, sign_in
from table import show


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--without-kolibri", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = []

    def measure(what: str, url: str, cookie: str) -> None:
        run_load(url, cookie=cookie, connections=asked.connections, seconds=2)
        load = run_load(url, cookie=cookie, connections=asked.connections, seconds=asked.seconds)
        rows.append(
            {
                "what": what,
                "req/s": round(load.requests_per_second),
                "median ms": round(load.median_ms),
                "p95 ms": round(load.p95_ms),
                "not 200": load.refused,
            }
        )

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        logins = {login["role"]: login for login in make_school(home / "terrace")}
        with served(home / "terrace") as school:
            for role in ("class_teacher", "principal"):
                cookie = sign_in(school.url, logins[role])
                measure(f"Terrace, Today of the {role.replace('_', ' ')}", school.url + "/", cookie)
        if not asked.without_kolibri:
            command = kolibri.install(home / "kolibri-env")
            if command is None:
                rows.append(
                    {"what": "Kolibri did not install", **dict.fromkeys(list(rows[0])[1:], "–")}
                )
            else:
                with kolibri.served(command, home / "kolibri") as peer:
                    measure(
                        f"Kolibri {kolibri.VERSION}, {kolibri.TRIVIAL}",
                        peer.url + kolibri.TRIVIAL,
                        "",
                    )
    show(f"Pages a second, {asked.connections} connections", rows, as_json=asked.json)


if __name__ == "__main__":
    main()
