"""The `terrace` command: one module for each command group."""


def main() -> None:
    """Entry point; imports no more than the command that is called needs."""
    from terrace.cli.app import app

    app()
