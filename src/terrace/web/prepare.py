"""What must be true before the site starts: translations, tables and static files up to date.

python -m terrace.web.prepare [PARENT_PID]
"""

import hashlib
import os
import shutil
import sys
from pathlib import Path

from terrace import __version__


def prepare() -> None:
    """Bring everything up to date; quick where nothing has changed. Django must be set up."""
    from django.conf import settings
    from django.core.management import call_command

    from terrace.web.home import close_to_others
    from terrace.web.translations import compile_changed

    home: Path = settings.TERRACE_HOME
    close_to_others(home)
    settings.TERRACE_FILES.mkdir(mode=0o700, exist_ok=True)
    compile_changed()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static(Path(settings.STATIC_ROOT))
    _write_box_name(home)


def _write_box_name(folder: Path) -> None:
    """Leave the school's short name where the process that says it on the Wi-Fi finds it."""
    from terrace.school.people.models import School
    from terrace.web.home import NAME_FILE

    schools = list(School.objects.values_list("short_name", flat=True)[:2])
    if len(schools) == 1:
        (folder / NAME_FILE).write_text(schools[0], encoding="ascii")


def collect_static(root: Path) -> None:
    """Collect, name by content and compress the static files, when one of them has changed."""
    from django.core.management import call_command

    stamp, state = root / ".stamp", _static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)


def _static_state() -> str:
    from django.contrib.staticfiles.finders import get_finders

    state = hashlib.blake2b(__version__.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            state.update(f"{name}:{about.st_size}:{about.st_mtime_ns}\n".encode())
    return state.hexdigest()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terrace.web.settings")
    if len(sys.argv) > 1:
        from terrace.school.jobs.tether import end_with

        end_with(int(sys.argv[1]))
    import django

    django.setup()
    prepare()
