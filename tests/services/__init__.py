"""Real services for tests, from nothing, on loopback, stopped by process id.

    python -m tests.services up DIR [--ckan]     start; prints NAME=value lines, also kept in DIR/env
    python -m tests.services down DIR            stop what `up` started

PostgreSQL and Redis come from Debian's or Ubuntu's packages, Solr from Maven (one Java file starts it from its jars),
CKAN from its Python package in an environment of its own: it pins old parts and never shares ours.
"""
