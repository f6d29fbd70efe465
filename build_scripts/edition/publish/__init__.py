"""From `docs/` to the finished site: MkDocs, the search index, the offline copy."""
