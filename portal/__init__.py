"""The doors: Flask pages, REST API, Action API, command line, worker."""
