"""How to cite a document: one bibliographic record, in every style and file format."""
