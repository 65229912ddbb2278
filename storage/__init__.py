"""The ground: the nouns of the watch, and where they are kept."""
