"""The straight line from source texts to the edition: read, parse, emend, annotate, gather."""
