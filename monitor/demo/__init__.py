"""The demo: a bundled miniature web lived through several simulated weeks, with the real commands."""
