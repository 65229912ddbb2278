"""The formats that can be read, one module each; they announce themselves in `extract.registry`."""
