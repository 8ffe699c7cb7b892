"""A forecaster as bytes and back: arrays and names, nothing that could run."""

import io
import json
import zipfile

import numpy as np

from terrace.engines.learner.forecast.answers import Vocabulary
from terrace.engines.learner.forecast.doubles import Compared, Doubles
from terrace.engines.learner.forecast.forecaster import NAMED, Forecaster
from terrace.engines.learner.forecast.forest import Forest
from terrace.engines.learner.forecast.history import Tables
from terrace.engines.learner.forecast.logistic import Logistic

KIND = "terrace-forecaster-1"


class NotAForecaster(ValueError):
    """These bytes are not a forecaster that this version can read."""


def to_bytes(forecaster: Forecaster, *, with_doubles: bool = False) -> bytes:
    """All that `from_bytes` needs. The answers of single pupils, which serve to find doubles, go
    along only when asked for: without them the file says nothing of anybody.
    """
    compared = forecaster.doubles.compared
    if not with_doubles:
        compared = Compared(
            np.zeros(len(compared.start), np.int64),
            np.zeros(0, np.int32),
            np.zeros(0, np.int8),
            np.zeros(0, np.float32),
        )
    names = forecaster.vocabulary
    line, trees = forecaster.logistic, forecaster.forest
    header = {
        "kind": KIND,
        "features": [name for name, _ in NAMED],
        "items": list(names.items),
        "skills": list(names.skills),
        "sets": [list(one) for one in names.sets],
        "pupils": list(forecaster.doubles.numbers) if with_doubles else [],
        "intercept": line.intercept.hex(),
    }
    arrays = {
        **{f"tables.{name}": value for name, value in forecaster.tables._asdict().items()},
        **{f"compared.{name}": value for name, value in compared._asdict().items()},
        **{f"line.{name}": getattr(line, name) for name in ("mean", "deviation", "weight")},
        **{f"forest.{name}": getattr(trees, name) for name in Forest.__slots__},
    }
    text = np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), np.uint8)
    out = io.BytesIO()
    np.savez_compressed(out, header=text, **arrays)
    return out.getvalue()


def from_bytes(data: bytes) -> Forecaster:
    """What `to_bytes` wrote. Raises `NotAForecaster` for anything else."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            header = json.loads(arrays["header"].tobytes().decode())
            if header["kind"] != KIND or header["features"] != [name for name, _ in NAMED]:
                raise NotAForecaster("made by another version")
            names = Vocabulary()
            for name in header["items"]:
                names.item(name)
            for name in header["skills"]:
                names.skills.setdefault(name, len(names.skills))
            for one in header["sets"]:
                names.skill_set(one)
            return Forecaster(
                names,
                Tables(**{name: arrays[f"tables.{name}"] for name in Tables._fields}),
                Logistic(
                    arrays["line.mean"],
                    arrays["line.deviation"],
                    arrays["line.weight"],
                    float.fromhex(header["intercept"]),
                ),
                Forest(**{name: arrays[f"forest.{name}"] for name in Forest.__slots__}),
                Doubles(
                    Compared(**{name: arrays[f"compared.{name}"] for name in Compared._fields}),
                    {name: number for number, name in enumerate(header["pupils"])},
                ),
            )
    except (KeyError, TypeError, ValueError, EOFError, OSError, zipfile.BadZipFile) as broken:
        if isinstance(broken, NotAForecaster):
            raise
        raise NotAForecaster(str(broken)) from broken
