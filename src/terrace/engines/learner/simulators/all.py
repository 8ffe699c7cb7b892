"""The four simulators over one curriculum."""

import random
from typing import Any

from terrace.engines.learner.simulators.curriculum import Curriculum
from terrace.engines.learner.simulators.dimensions import Dimensions
from terrace.engines.learner.simulators.gated import Gated
from terrace.engines.learner.simulators.misconceived import Misconceived
from terrace.engines.learner.simulators.simulator import Simulator
from terrace.engines.learner.simulators.tracing import Tracing


def simulators(of: Curriculum, *, seed: int) -> tuple[Simulator[Any], ...]:
    """All four, each with its own parameters drawn by the seed."""
    return tuple(
        kind(of, random.Random(f"{seed}/{kind.name}"))  # noqa: S311 - no secret
        for kind in (Tracing, Dimensions, Gated, Misconceived)
    )
