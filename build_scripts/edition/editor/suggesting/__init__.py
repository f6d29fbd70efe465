"""What may be added to a document, read in the light of the rest of the edition."""
