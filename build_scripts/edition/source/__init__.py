"""The inputs: each module loads one kind of file below `source_texts/` and reports what is wrong with it."""
