"""The trial by which the reader is measured, on whole sheets and on halves."""

from pathlib import Path

import pytest

from terrace.engines.paper.simulate.trial import Trial


@pytest.mark.parametrize("halves", [False, True])
def test_what_is_counted_adds_up_and_nothing_is_silently_wrong(fonts: Path, halves: bool) -> None:
    trial = Trial(fonts, halves=halves)
    assert {layout.page for layout in trial.printed.layouts} == set(range(12 if halves else 24))
    assert all(page.shape[0] > page.shape[1] for page in trial.pages)
    row = trial.run("careful", sheets=6, seed=3).to_json()
    assert (row["sheets"], row["refused"]) == (6, {})
    assert (row["bubbles"], row["numbers"]) == (6 * 12 * 4, 6 * 3)
    assert (row["silently_wrong"], row["numbers_silently_wrong"], row["wrong_identity"]) == (
        0,
        0,
        0,
    )
    # As good as all is read: hands on halves are no worse to read.
    assert row["doubtful_share"] < 0.1
