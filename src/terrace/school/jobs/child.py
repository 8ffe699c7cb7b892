"""The process of one job: `python -m terrace.school.jobs.child PARENT_PID`, order on stdin."""

import json
import os
import sys
import traceback

from terrace.school.jobs.tether import end_with

NICENESS = 10
"""A page that somebody waits for comes before a job."""


def main() -> None:
    """Read the order, do it, answer with its result or its traceback."""
    end_with(int(sys.argv[1]))
    os.nice(NICENESS)
    order = json.load(sys.stdin)
    # Whatever libraries print goes to the log: stdout carries the answer alone.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    with answers:
        try:
            answer = json.dumps({"result": _do(order["action"], order["arguments"])}, default=str)
        except BaseException:
            answer = json.dumps({"error": traceback.format_exc()})
        answers.write(answer)


def _do(action: str, arguments: dict[str, object]) -> object:
    import django
    from django.utils.module_loading import import_string

    django.setup()
    return import_string(action)(**arguments)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terrace.web.settings")
    main()
