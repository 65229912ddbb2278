"""Pages of a PDF: its letters, its ruling lines, and the grids and lines of text that they make."""
