"""An app reaches into another through the rooms that are meant for it, and no others."""

import grimp

ROOMS = {
    "models",
    "queries",
    "actions",
    "rules",
    "registry",
    "requests",  # of people: who asks
    "examkey",  # of papers: what is right in an exam, as plain data
    "importing",  # of people: the rows of a spreadsheet, read so that no file does harm
    "standing",  # of people: the facts that walls above are built from, too
}
"""What an app may import of an app below it."""

OPEN_APPS = {"jobs", "curriculum", "journal"}
"""Apps without pages: small libraries for the apps above, all of them meant to be imported."""


def test_apps_meet_in_the_rooms_that_are_meant_for_it() -> None:
    graph = grimp.build_graph("terrace", cache_dir=None)
    strangers = []
    for importer in sorted(graph.find_descendants("terrace.school")):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            here, there = importer.split(".")[2:], imported.split(".")[2:]
            if imported.split(".")[:2] != ["terrace", "school"] or len(there) < 2:
                continue
            if here[0] == there[0] or here[0] == "demo" or there[0] in OPEN_APPS:
                continue
            if there[1] not in ROOMS:
                strangers.append(f"{importer} imports {imported}")
    assert strangers == []
