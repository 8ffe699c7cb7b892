"""`terrace learner`: what the school knows of its children, worked out anew."""

import json
from typing import Annotated

import typer

from terrace.cli import learner_forecast

group = typer.Typer(help="What is known of the children.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="One JSON object a school on stdout.")]


group.command()(learner_forecast.fit)
group.command()(learner_forecast.evaluate)
group.command()(learner_forecast.explain)


@group.command()
def rebuild(as_json: Json = False) -> None:
    """Fold every child's answers anew; on a sound database this changes nothing."""
    from terrace.cli.django_ready import start_school

    start_school(as_json=as_json)
    from terrace.school.learning import actions
    from terrace.school.people.models import School

    for school in School.objects.order_by("short_name"):
        changed = actions.rebuild(school=school, by=None)
        if as_json:
            typer.echo(json.dumps({"school": school.short_name, "children_changed": changed}))
        else:
            typer.echo(f"{school.name}: children changed: {changed}")


@group.command()
def calibrate(as_json: Json = False) -> None:
    """Learn from the school's own answers how hard its questions are; fold every child anew."""
    from terrace.cli.django_ready import start_school

    start_school(as_json=as_json)
    from terrace.school.learning import actions
    from terrace.school.people.models import School

    for school in School.objects.order_by("short_name"):
        templates = actions.calibrate(school=school, by=None)
        if as_json:
            typer.echo(json.dumps({"school": school.short_name, "kinds_of_question": templates}))
        else:
            typer.echo(f"{school.name}: {templates} kinds of question")
