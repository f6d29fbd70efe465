"""What an edition is: its types, and pure functions of them. Nothing here reads a file, starts a program or needs a library."""
