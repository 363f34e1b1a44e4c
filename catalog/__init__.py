"""The record: datasets, versions, releases, jobs, audit; storage, search, CKAN, DCAT."""
