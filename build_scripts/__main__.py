"""`python -m build_scripts` is the same as the console command `edition`."""

from build_scripts.cli import main

main()
