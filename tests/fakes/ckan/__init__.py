"""A CKAN 2.12 in this process, over HTTP, with the traps of the real one: what the sync and the contract are tested on.

Each trap was measured on a real server (the same contract runs there too): a repeated id answers 409, parallel creation
of one id or name 500, an update wipes what it does not name, any `private` that is not true means public, purge leaves
tables and files, a bad token reads on as anybody, the index is written before the database.
"""

from tests.fakes.ckan.http import FakeCkan, serve
from tests.fakes.ckan.store import ADMIN_TOKEN, PLAIN_TOKEN

__all__ = ["ADMIN_TOKEN", "PLAIN_TOKEN", "FakeCkan", "serve"]
