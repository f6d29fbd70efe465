"""The PDFs, by Typst."""
