"""The EPUBs and the self-contained pages."""
