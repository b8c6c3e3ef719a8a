"""The manual for the screen: a folder of pages, or all of it in one file."""
