"""Pages of an OFD (GB/T 33190): what is drawn on them, in points from the upper left corner."""
