"""What several formats need alike: the facts of a document or a name, rows of text, the order of a book."""
