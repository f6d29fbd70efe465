"""Published addresses and releases: what was promised to readers, and what has changed since."""
