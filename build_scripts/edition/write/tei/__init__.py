"""TEI of the documents and of the edition."""
