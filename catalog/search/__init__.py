"""Search over released metadata: character bigrams and their last character, as phrases; facets from bitmaps.

Only verified public text ever enters here. The tables live in the record's own database, so a release and its place in
the index are one transaction. Nothing heavy is imported: web processes search.
"""

from catalog.search.document import SearchDocument
from catalog.search.index import SearchIndex, make_index
from catalog.search.query import FacetCount, Hit, SearchQuery, SearchResult

__all__ = ["FacetCount", "Hit", "SearchDocument", "SearchIndex", "SearchQuery", "SearchResult", "make_index"]
