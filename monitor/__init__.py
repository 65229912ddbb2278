"""Where the command and the steps live: registry in, standings and findings judged, letters ordered."""
