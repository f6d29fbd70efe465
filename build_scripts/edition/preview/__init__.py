"""The site while it is being edited."""
