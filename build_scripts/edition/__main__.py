"""`python -m edition` is the same as the console command `edition`."""

from edition.cli.main import main

main()
