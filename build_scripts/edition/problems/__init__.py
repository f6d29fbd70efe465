"""Problems as editors read them: with an excerpt, in several formats, and in the manual."""
