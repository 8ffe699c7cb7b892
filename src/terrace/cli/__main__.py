"""`python -m terrace.cli`, where the `terrace` command is not on the path."""

from terrace.cli import main

main()
