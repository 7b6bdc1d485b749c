"""`python -m immunopole` is the `immunopole` command."""

from immunopole.cli import main

main()
