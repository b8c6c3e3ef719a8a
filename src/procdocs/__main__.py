"""`python -m procdocs`."""

from procdocs.cli import main

main()
