"""The site and the worker stay small: heavy engines load in a child process only."""

import os
import subprocess
import sys

import pytest

HEAVY = {
    "numpy",
    "numba",
    "cv2",
    "zxingcpp",
    "typst",
    "pypdfium2",
    "openpyxl",
    "pypinyin",
    "ortools",
}

SITE = """
from terrace.web.wsgi import application
from django.urls import get_resolver

def walk(patterns):
    for pattern in patterns:
        walk(getattr(pattern, "url_patterns", ()))

walk(get_resolver().url_patterns)
"""
WORKER = """
import django; django.setup()
from django.utils.module_loading import import_string
from terrace.school.jobs import registry, worker
for regular in registry.all_regular():
    import_string(regular.task)
"""


@pytest.mark.parametrize("code", [SITE, WORKER], ids=["site", "worker"])
def test_no_heavy_engine_is_imported(code: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert HEAVY & set(told.stdout.split()) == set()
