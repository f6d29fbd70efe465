"""What helps an editor: importing, suggesting, renaming, undo."""
