"""Names and documents get another ID, everywhere at once."""
