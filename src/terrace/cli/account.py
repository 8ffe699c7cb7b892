"""`terrace account`: on the box itself, a way back in for whoever lost her password."""

import json
import sys
from typing import Annotated

import typer

group = typer.Typer(help="Accounts of adults.", no_args_is_help=True)


@group.callback()
def _account() -> None:
    """Accounts of adults."""


@group.command()
def reset(
    username: Annotated[str, typer.Argument(help="The name that she signs in with.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Print a code for a new password: to be used at /new-password/ within a week."""
    from terrace.cli.django_ready import start_school

    start_school(as_json=as_json)
    from terrace.school.people.actions import issue_reset_code
    from terrace.school.people.actions.signing_in import account_called

    account = account_called(username)
    if account is None:
        zh, en = f"没有名叫“{username}”的账号。", f"No account is called “{username}”."
        if as_json:
            answer = {"refused": True, "message_zh": zh, "message_en": en}
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            return
        sys.stderr.write(f"{zh} {en}\n")
        raise typer.Exit(1)
    code = issue_reset_code(account=account, by=None)
    if as_json:
        answer = {"username": account.username, "code": code, "page": "/new-password/"}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        return
    typer.echo(f"{account.username}  {code}  /new-password/")
