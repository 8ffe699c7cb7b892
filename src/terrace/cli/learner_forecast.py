"""`terrace learner fit | evaluate | explain`: foresee the next answer, from many answers."""

import gzip
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from terrace.cli.learner_answers import Broken, Groups, one_class, read_answers
from terrace.cli.progress import shown

if TYPE_CHECKING:
    import numpy as np

    from terrace.engines.learner.forecast.answers import Answers
    from terrace.engines.learner.forecast.explaining import Explanation
    from terrace.engines.learner.forecast.forecaster import Forecaster
    from terrace.engines.learner.forecast.scores import Interval

Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same result.")]

FEWEST_PUPILS = 20
"""Of a smaller group nothing is said."""
TIMED = 2_000
"""So many answers are foreseen and learnt one by one to tell how long that takes."""


# Small matrices: a second thread of arithmetic would only wait, and its waiting counts as work.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def fit(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="CSV, .gz too.")],
    out: Annotated[Path, typer.Option("--out", help="Where the forecaster goes.")],
    doubles: Annotated[
        bool, typer.Option(help="Keep single pupils' answers in the file, to know doubles by.")
    ] = False,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Learn from all answers of the files: columns pupil,item,skills,correct,seconds."""
    _one_thread()
    import numpy as np

    from terrace.engines.learner.forecast import forecaster, stored

    before = time.process_time()
    try:
        with shown("learner") as tell:
            tell("reading", 0.0)
            answers = read_answers(files)
            tell("learning", 0.5)
            fitted = _fitted(files, answers, np.random.default_rng(seed))
            tell("done", 1.0)
    except Broken as broken:
        raise _refused(broken, as_json=as_json) from broken
    data = stored.to_bytes(fitted, with_doubles=doubles)
    out.write_bytes(data)
    told = {
        "rows": len(answers),
        "pupils": len(answers.pupils),
        "items": len(answers.vocabulary.items),
        "skills": len(answers.vocabulary.skills),
        "learnt_from": min(len(answers), forecaster.LEARNT_FROM),
        "bytes": len(data),
        "cpu_seconds": round(time.process_time() - before, 2),
        "peak_mb": _peak_mb(),
    }
    _tell(told, as_json=as_json)


def evaluate(
    train: Annotated[list[Path], typer.Option("--train", exists=True, dir_okay=False)],
    test: Annotated[Path, typer.Option("--test", exists=True, dir_okay=False)],
    out: Annotated[
        Path | None, typer.Option("--out", help="One probability a test row, column p.")
    ] = None,
    groups: Annotated[
        str, typer.Option("--groups", help="Columns of the test file, with commas between.")
    ] = "",
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Learn from some answers, foresee others, and say how well that went."""
    started = time.process_time()
    _one_thread()
    import numpy as np

    from terrace.engines.learner.forecast import answers as answering
    from terrace.engines.learner.forecast import scores

    columns = {name.strip(): Groups() for name in groups.split(",") if name.strip()}
    try:
        with shown("learner") as tell:
            tell("reading", 0.0)
            known = read_answers(train)
            asked = read_answers([test], vocabulary=known.vocabulary.copy(), groups=columns)
            if asked.correct.min() == asked.correct.max():
                raise one_class([test])
            if known.correct.min() == known.correct.max():
                raise one_class(train)
            tell("getting ready", 0.3)
            _compile()
            setup = time.process_time() - started
            tell("learning", 0.4)
            before = time.process_time()
            fitted = _fitted(train, known, np.random.default_rng(seed))
            tell("foreseeing", 0.8)
            chance = answering.without_earlier(asked, known, fitted.predict)
            spent = time.process_time() - before
            tell("measuring", 0.9)
            rng = np.random.default_rng(seed)
            by_group = _by_group(asked, chance, columns, rng) if columns else None
            single = _microseconds(fitted, asked)
            tell("done", 1.0)
    except Broken as broken:
        raise _refused(broken, as_json=as_json) from broken
    found = scores.scores(asked.correct, chance)
    if out is not None:
        in_order = np.empty(len(chance))
        in_order[asked.place] = chance
        text = "p\n" + "".join(f"{one:.8f}\n" for one in in_order)
        data = text.encode()
        out.write_bytes(gzip.compress(data, mtime=0) if out.suffix == ".gz" else data)
    told: dict[str, Any] = {
        "auc": found.auc,
        "log_loss": found.log_loss,
        "brier": found.brier,
        "ece": found.ece,
        "rows": found.rows,
        "cpu_seconds": round(spent, 3),
        "setup_seconds": round(setup, 3),
        "update_predict_microseconds": round(single, 2),
        "peak_mb": _peak_mb(),
    }
    if by_group is not None:
        told["groups"] = by_group
    _tell(told, as_json=as_json)


def explain(
    model: Annotated[Path, typer.Option("--model", exists=True, dir_okay=False)],
    history: Annotated[
        Path, typer.Option("--history", exists=True, dir_okay=False, help="Her answers so far.")
    ],
    pupil: Annotated[str, typer.Option("--pupil")],
    item: Annotated[str, typer.Option("--item")],
    skills: Annotated[str, typer.Option("--skills", help="With | between.")] = "",
    seconds: Annotated[float | None, typer.Option("--seconds")] = None,
    as_json: Json = False,
) -> None:
    """Why a pupil is foreseen to answer an item right or wrong: an exact sum in logits."""
    from terrace.engines.learner.forecast.explaining import explain as explained
    from terrace.engines.learner.forecast.live import Live
    from terrace.engines.learner.forecast.stored import NotAForecaster, from_bytes

    try:
        try:
            fitted = from_bytes(model.read_bytes())
        except NotAForecaster as broken:
            zh, en = (
                "这不是 terrace learner fit 写的文件。",
                "terrace learner fit did not write it.",
            )
            raise Broken(model.name, 0, zh, en) from broken
        answers = read_answers([history])
        if pupil not in answers.pupils:
            raise Broken(history.name, 0, f"没有“{pupil}”的作答。", f"no answers of “{pupil}”.")
    except Broken as broken:
        raise _refused(broken, as_json=as_json) from broken
    live = Live(fitted, pupil=pupil)
    hers = answers.of([answers.pupils.index(pupil)])
    items = list(answers.vocabulary.items)
    sets = list(answers.vocabulary.sets)
    for row in range(len(hers)):
        when = float(hers.seconds[row])
        live.learn(
            item=items[hers.item[row]],
            skills=sets[hers.skill_set[row]],
            correct=bool(hers.correct[row]),
            seconds=None if when != when else when,
        )
    needed = tuple(one.strip() for one in skills.split("|") if one.strip())
    found = explained(live, item=item, skills=needed, seconds=seconds)
    if as_json:
        _tell(_explanation(found), as_json=True)
    else:
        _print(found)


def _one_thread() -> None:
    """Before NumPy is imported: later it is not listened to."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")


def _fitted(files: list[Path], answers: "Answers", rng: "np.random.Generator") -> "Forecaster":
    from terrace.engines.learner.forecast import forecaster

    try:
        return forecaster.fit(answers, rng=rng)
    except forecaster.NotEnough as broken:
        raise one_class(files) from broken


def _compile() -> None:
    """Run every compiled loop once on a few answers, so that none is compiled while measured."""
    import numpy as np

    from terrace.engines.learner.forecast.answers import Gathering
    from terrace.engines.learner.forecast.forecaster import fit as learn
    from terrace.engines.learner.forecast.forest import Growth

    gathering = Gathering()
    for number in range(64):
        gathering.add(
            pupil=str(number % 8),
            item=str(number % 5),
            skills=(str(number % 3),),
            correct=number % 7 < 4,
        )
    answers = gathering.answers()
    fitted = learn(answers, rng=np.random.default_rng(0), growth=Growth(trees=2, least=1.0))
    fitted.predict(answers)
    _microseconds(fitted, answers)


def _microseconds(fitted: "Forecaster", answers: "Answers") -> float:
    """Median time to foresee and learn one answer, in memory, by name, as a school does."""
    from statistics import median

    from terrace.engines.learner.forecast.live import Live

    items, sets = list(answers.vocabulary.items), list(answers.vocabulary.sets)
    times: list[int] = []
    for pupil, name in enumerate(answers.pupils):
        live = Live(fitted, pupil=name)
        for row in range(int(answers.start[pupil]), int(answers.start[pupil + 1])):
            item, skills = items[answers.item[row]], sets[answers.skill_set[row]]
            when = float(answers.seconds[row])
            seconds = None if when != when else when
            correct = bool(answers.correct[row])
            before = time.perf_counter_ns()
            live.foresee(item=item, skills=skills, seconds=seconds)
            live.learn(item=item, skills=skills, correct=correct, seconds=seconds)
            times.append(time.perf_counter_ns() - before)
        if len(times) >= TIMED:
            break
    return median(times) / 1000.0


def _by_group(
    asked: "Answers",
    chance: "np.ndarray[Any, Any]",
    columns: dict[str, Groups],
    rng: "np.random.Generator",
) -> dict[str, dict[str, dict[str, Any]]]:
    """For each column and value: rows, pupils, and AUC, ECE and mean gap with 95 % intervals."""
    import numpy as np

    from terrace.engines.learner.forecast import scores

    told: dict[str, dict[str, dict[str, Any]]] = {}
    pupil = asked.pupil
    for column, groups in columns.items():
        code = np.array(groups.code, np.int64)[asked.place]
        told[column] = {}
        for value, number in sorted(groups.values.items()):
            rows = np.flatnonzero(code == number)
            pupils = len(np.unique(pupil[rows]))
            one: dict[str, Any] = {"rows": len(rows), "pupils": pupils}
            if pupils < FEWEST_PUPILS:
                one["too_few"] = True
            else:
                drawn = asked.correct[rows], chance[rows], pupil[rows]
                one["auc"] = _interval(scores.interval(scores.auc, *drawn, rng=rng))
                one["ece"] = _interval(scores.interval(scores.ece, *drawn, rng=rng))
                one["gap"] = _interval(scores.interval(scores.gap, *drawn, rng=rng))
            told[column][value] = one
    return told


def _interval(found: "Interval | None") -> dict[str, float] | None:
    if found is None:
        return None
    return {"value": found.value, "low": found.low, "high": found.high}


def _explanation(found: "Explanation") -> dict[str, Any]:
    return {
        "chance": found.foreseen.chance,
        "low": found.foreseen.low,
        "high": found.foreseen.high,
        "usual_logit": found.usual,
        "reasons": [
            {"family": one.family, "logits": one.logits, **_words(one.family, one.facts)}
            | {"facts": one.facts}
            for one in found.reasons
        ],
    }


def _words(family: str, facts: dict[str, float]) -> dict[str, str]:
    """The reason in a sentence of each language."""

    def number(name: str) -> str:
        return f"{facts[name]:g}" if facts[name] < 100 else f"{facts[name]:.0f}"

    zh, en = {
        "pupil": ("她到现在做的所有题", "all that she has answered so far"),
        "own_skill": ("她在这项技能上的作答", "her answers on this skill"),
        "own_item": ("她做过这道题没有", "whether she has met this item"),
        "item": ("这道题对别人有多难", "how hard the item is for others"),
        "skill": ("这项技能对别人有多难", "how hard the skill is for others"),
        "practice": ("练习的次序", "the order of practice"),
        "time": ("隔了多久", "how long ago"),
        "others": ("别人在相同的作答之后", "what others did after such answers"),
        "double": ("作答几乎一样的另一个名字", "another name with nearly the same answers"),
    }[family]
    if family == "own_skill" and facts.get("latest"):
        zh = f"这项技能最近 {number('latest')} 题对了 {number('latest_right')} 题"
        en = f"{number('latest_right')} of her latest {number('latest')} on this skill were right"
    elif family == "pupil" and facts.get("answers"):
        zh = f"到现在 {number('answers')} 题里对了 {number('right')} 题"
        en = f"{number('right')} of her {number('answers')} answers so far were right"
    elif family in ("item", "skill") and facts.get("answers"):
        share = f"{facts['share']:.0%}"
        what_zh, what_en = (
            ("这道题", "this item") if family == "item" else ("这项技能", "this skill")
        )
        zh = f"{what_zh}别人约 {share} 做对（{number('answers')} 次作答）"
        en = f"about {share} of {number('answers')} answers to {what_en} are right"
    elif family == "time" and "days_since" in facts:
        zh = f"这项技能已有 {facts['days_since']:.1f} 天没练"
        en = f"the skill has not come up for {facts['days_since']:.1f} days"
    elif family == "practice" and "answers_since" in facts:
        zh = f"上次练这项技能之后又做了 {number('answers_since')} 题"
        en = f"{number('answers_since')} other answers since the skill last came up"
    return {"message_zh": zh, "message_en": en}


def _print(found: "Explanation") -> None:
    from rich.console import Console
    from rich.table import Table

    seen = found.foreseen
    table = Table(title=f"{seen.chance:.0%}  ({seen.low:.0%} – {seen.high:.0%})")
    table.add_column("")
    table.add_column("logits", justify="right")
    table.add_row("平常 · usual", f"{found.usual:+.2f}")
    for one in found.reasons:
        words = _words(one.family, one.facts)
        table.add_row(f"{words['message_zh']}\n{words['message_en']}", f"{one.logits:+.2f}")
    Console().print(table)


def _tell(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for name, value in told.items():
        if name == "groups":
            for column, groups in value.items():
                for group, one in groups.items():
                    typer.echo(f"{column} = {group}: {json.dumps(one, ensure_ascii=False)}")
            continue
        typer.echo(f"{name:<28} {value:.4f}" if isinstance(value, float) else f"{name:<28} {value}")


def _refused(broken: Broken, *, as_json: bool) -> typer.Exit:
    """The answer to a file that cannot be taken: one JSON object, or words and exit code 1."""
    sys.stderr.write(f"{broken.message_zh}\n{broken.message_en}\n")
    if not as_json:
        return typer.Exit(1)
    told = {
        "refused": True,
        "file": broken.file,
        "line": broken.line,
        "message_zh": broken.message_zh,
        "message_en": broken.message_en,
    }
    typer.echo(json.dumps(told, ensure_ascii=False))
    return typer.Exit()


def _peak_mb() -> float:
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024.0 if sys.platform != "darwin" else 1024.0**2), 1)
