"""Documents in other formats become source texts."""
