"""Files on disk: reading and replacing them, YAML with the places of its values, archives, Git."""
