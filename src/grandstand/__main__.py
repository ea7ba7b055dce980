"""`python -m grandstand` is the same as the command `grandstand`."""

from grandstand.cli import main

main()
