"""Rules that only the whole edition can break: each module states one and reports where it is broken."""
