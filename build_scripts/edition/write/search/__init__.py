"""What the search of the site and its offline copy look through."""
