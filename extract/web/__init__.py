"""Web pages taken apart: what a visitor sees of one, its tables laid out, and what its head declares."""
