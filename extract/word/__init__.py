"""Word processing: what the XML of a DOCX says is printed."""
