"""CKAN: the portal's datasets in CKAN's form, CKAN's query language, and the sync to a CKAN server."""
