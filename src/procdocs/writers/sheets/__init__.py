"""The registers for spreadsheets: Excel and CSV."""
