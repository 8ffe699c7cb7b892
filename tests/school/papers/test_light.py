"""The site itself never loads what only jobs need: it would keep the memory for good."""

import json
import subprocess
import sys
from pathlib import Path

from terrace.school.papers import actions
from terrace.school.papers.models import Answer, Copy, Photo, PrintRun, Stack

from . import paper
from .test_bad_days import environment

ASKS = """
import json, sys
import django
django.setup()
from pathlib import Path
from django.conf import settings
from django.test import Client
from django.core.files.uploadedfile import SimpleUploadedFile
from terrace.school.people.models import Account
from terrace.web.prepare import collect_static
collect_static(Path(settings.STATIC_ROOT))
asked = json.loads(sys.argv[1])
client = Client()
client.force_login(
    Account.objects.get(username="李秀英"), backend="terrace.school.people.backend.AccountBackend"
)
codes = [client.get(address).status_code for address in asked["get"]]
photo = SimpleUploadedFile("x.jpg", b"not a photograph")
codes.append(client.post(asked["stack"], {"photos": photo}).status_code)
codes.append(client.post(asked["settle"], {"value": "0"}).status_code)
codes.append(client.post(asked["correct"], {"value": "1", "stood": asked["stood"]}).status_code)
heavy = {"numpy", "cv2", "typst", "zxingcpp", "pypdfium2"} & set(sys.modules)
print(json.dumps({"codes": codes, "heavy": sorted(heavy)}))
"""


def test_every_page_of_paper_is_light(shared_database: str, home: Path) -> None:
    village = paper.village()
    printed = paper.printed(village.class_a, village.children_a, village.teacher_a)
    desk = paper.Desk()
    sheet = printed.sheets[0]
    stack = actions.open_stack(school_class=village.class_a, by=village.teacher_a)
    faint = desk.unsure(printed.page_of(sheet), sheet, desk.answers(sheet), field="q1")
    paper.send(stack, faint, village.teacher_a)
    paper.read(stack)
    run, copy, photo = PrintRun.objects.get(), Copy.objects.get(sheet=sheet), Photo.objects.get()
    doubt, other = copy.answers.get(field="q1"), copy.answers.get(field="q2")
    assert doubt.state == Answer.State.DOUBTFUL
    asked = {
        "get": [
            f"/runs/{run.pk}/",
            f"/runs/{run.pk}/sheets.pdf",
            f"/stacks/{Stack.objects.get().pk}/",
            "/doubts/",
            f"/copies/{copy.pk}/",
            f"/answers/{doubt.pk}/crop/",
            f"/photos/{photo.pk}/",
        ],
        "stack": f"/stacks/{stack.pk}/",
        "settle": f"/answers/{doubt.pk}/settle/",
        "correct": f"/answers/{other.pk}/correct/",
        "stood": str(other.value[0]),
    }
    done = subprocess.run(
        [sys.executable, "-c", ASKS, json.dumps(asked)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["codes"] == [200] * 7 + [302] * 3
    assert told["heavy"] == []
    doubt.refresh_from_db()
    assert doubt.value == [0]
