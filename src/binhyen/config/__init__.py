"""Settings, URL root, commands and wiring: the only place that names an engine or a writer."""
