"""The edition as data: JSON, CSV, plain text, feeds and answers of services."""
