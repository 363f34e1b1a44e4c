"""The search index: text by the database's own index, facets and order by bitmaps."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from catalog.search.bitmaps import FacetBitmaps, from_numbers, to_bytes
from catalog.search.document import SearchDocument
from catalog.search.parse import parse
from catalog.search.pinyin import pinyin_terms
from catalog.search.postgres_text import PostgresText
from catalog.search.query import FacetCount, Hit, SearchQuery, SearchResult, Sort
from catalog.search.sets import CatalogueSets, TextIndex
from catalog.search.sqlite_text import SqliteText
from catalog.search.tables import SearchEntry, SearchFacet, SearchState
from catalog.search.tokens import fold, index_terms


class SearchIndex:
    """Index, remove and search released datasets, inside the caller's transaction."""

    def __init__(self, text_index: TextIndex) -> None:
        """Take the text index of the database at hand."""
        self._text = text_index
        self._bitmaps = FacetBitmaps()

    def index(self, session: Session, document: SearchDocument) -> None:
        """Put `document` into the index, in place of what stood there for its dataset."""
        generation = _next_generation(session)
        entry = session.scalar(select(SearchEntry).where(SearchEntry.dataset_id == document.dataset_id))
        if entry is None:
            entry = SearchEntry(dataset_id=document.dataset_id)
            session.add(entry)
        entry.generation = generation
        entry.is_live = True
        entry.title_key = fold(document.title)[:400]
        entry.slug = document.slug
        entry.modified_at = document.modified_at
        entry.created_at = document.created_at or document.published_at
        entry.usage = document.usage
        entry.body = document.body
        session.flush()
        session.execute(delete(SearchFacet).where(SearchFacet.number == entry.number))
        session.add_all(
            SearchFacet(number=entry.number, field=field, value=value[:200])
            for field, values in document.facets.items()
            for value in dict.fromkeys(values)
        )
        self._text.put(session, entry.number, _terms(document))
        session.flush()

    def remove(self, session: Session, dataset_id: UUID) -> None:
        """Take a dataset out; its words leave the text index's pages too (SQLite: after the caller's checkpoint)."""
        entry = session.scalar(select(SearchEntry).where(SearchEntry.dataset_id == dataset_id))
        if entry is None or not entry.is_live:
            return
        entry.generation = _next_generation(session)
        entry.is_live = False
        entry.title_key = entry.body = ""
        entry.slug = entry.modified_at = entry.created_at = None
        session.execute(delete(SearchFacet).where(SearchFacet.number == entry.number))
        self._text.drop(session, entry.number)
        self._text.optimise(session)
        session.flush()

    def search(self, session: Session, query: SearchQuery) -> SearchResult:
        """Return the page of datasets that `query` asks for, with facet counts.

        Args:
            session: an open session on the record.
            query: text, filters, order, page and the facets to count.

        Returns:
            The total, one page of hits, counts per facet (each with its own filter left aside) and the other words
            looked for. Text in which nothing can be searched (only punctuation) finds nothing.

        """
        bitmaps = self._bitmaps
        bitmaps.follow(session)
        groups, expanded = parse(query.text, is_literal=query.is_literal)
        scores: list[tuple[int, float]] | None = None
        if groups and query.sort is Sort.RELEVANCE:
            scores = self._text.ranked(session, groups)
            matched = from_numbers(number for number, _ in scores) & bitmaps.live
        elif groups:
            matched = from_numbers(self._text.match(session, groups)) & bitmaps.live
        else:
            matched = 0 if query.text.strip() else bitmaps.live
        picked = {field: self._any_of(field, values) for field, values in query.filters.items() if values}
        found = matched
        for bitmap in picked.values():
            found &= bitmap
        return SearchResult(
            total=found.bit_count(),
            hits=self._page(found, scores, query),
            facets={field: self._counts(field, matched, picked) for field in query.facets},
            expanded=expanded,
        )

    def sets(self, session: Session) -> CatalogueSets:
        """Return the index as sets of datasets, for query languages that combine them."""
        self._bitmaps.follow(session)
        return CatalogueSets(session, self._bitmaps, self._text)

    def _any_of(self, field: str, values: Sequence[str]) -> int:
        known = self._bitmaps.values.get(field, {})
        bitmap = 0
        for value in values:
            bitmap |= known.get(value, 0)
        return bitmap

    def _counts(self, field: str, matched: int, picked: Mapping[str, int]) -> tuple[FacetCount, ...]:
        for other, bitmap in picked.items():
            if other != field:
                matched &= bitmap
        counts = [
            FacetCount(value, count)
            for value, bitmap in self._bitmaps.values.get(field, {}).items()
            if (count := (bitmap & matched).bit_count())
        ]
        return tuple(sorted(counts, key=lambda one: (-one.count, one.value)))

    def _page(self, found: int, scores: list[tuple[int, float]] | None, query: SearchQuery) -> tuple[Hit, ...]:
        if not found or query.rows <= 0:
            return ()
        if scores is None:
            by = "modified" if query.sort is Sort.RELEVANCE else query.sort.value
            ordered = [(number, 0.0) for number in self._bitmaps.order(by)]
        else:
            ordered = scores
        bits = to_bytes(found)
        page: list[Hit] = []
        skip = query.start
        for number, score in ordered:
            if number >> 3 >= len(bits) or not bits[number >> 3] >> (number & 7) & 1:
                continue
            if skip:
                skip -= 1
                continue
            page.append(Hit(self._bitmaps.ids[number], score))
            if len(page) == query.rows:
                break
        return tuple(page)


def _next_generation(session: Session) -> int:
    """Raise the generation; its row lock makes commits come in this order."""
    session.flush()
    raised = session.execute(
        update(SearchState).where(SearchState.id == 1).values(generation=SearchState.generation + 1)
    )
    if raised.rowcount == 0:  # type: ignore[attr-defined] # an UPDATE's result has it
        session.add(SearchState(id=1, generation=1))
        session.flush()
    return session.scalar(select(SearchState.generation).where(SearchState.id == 1)) or 1


def _terms(document: SearchDocument) -> dict[str, list[str]]:
    return {
        "title": index_terms(document.title),
        "agency": index_terms(" ".join(document.agency_names)),
        "sector": index_terms(" ".join([*document.sector_names, *document.tags])),
        "columns": index_terms(" ".join(document.column_names)),
        "summary": index_terms(document.summary),
        "pinyin": pinyin_terms(f"{document.title} {' '.join(document.tags)}"),
    }


def make_index(dialect: str) -> SearchIndex:
    """Return the index for a database dialect, `sqlite` or `postgresql`."""
    return SearchIndex(SqliteText() if dialect == "sqlite" else PostgresText())
