"""The pages of `docs/`, as Markdown."""
