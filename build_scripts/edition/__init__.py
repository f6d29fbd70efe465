"""The generator of annotated editions: source texts and their apparatus in, annotated Markdown and a published site out."""
