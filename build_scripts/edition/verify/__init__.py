"""The proof: a built site is read back and compared with the source texts and the apparatus."""
