"""Other programs that make PDFs and sites, given the same content: our own blocks as they write them, and our diagrams as SVG."""
