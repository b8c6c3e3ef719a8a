"""The manual on paper: PDFs, printed by WeasyPrint in processes of their own."""
