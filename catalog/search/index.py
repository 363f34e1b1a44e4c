"""The search index: text by the database's own index, facets and order by bitmaps."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from catalog.search.bitmaps import FacetBitmaps
from catalog.search.document import SearchDocument
from catalog.search.parse import Group, parse
from catalog.search.pinyin import pinyin_terms
from catalog.search.postgres_text import PostgresText
from catalog.search.query import FacetCount, Hit, SearchQuery, SearchResult, Sort
from catalog.search.sets import MOST_RANKED, CatalogueSets, TextIndex
from catalog.search.sqlite_text import SqliteText
from catalog.search.tables import SearchEntry, SearchFacet, SearchState
from catalog.search.tokens import index_terms


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
        entry.title_key = document.title[:400]
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
        sets = self.sets(session)
        groups, expanded = parse(query.text, is_literal=query.is_literal)
        matched = sets.live if groups or not query.text.strip() else 0
        for group in groups:
            matched &= sets.group(group)
        picked = {field: self._any_of(field, values) for field, values in query.filters.items() if values}
        found = matched
        for bitmap in picked.values():
            found &= bitmap
        return SearchResult(
            total=found.bit_count(),
            hits=self._page(sets, groups, query, matched=matched, found=found),
            facets={field: self._counts(field, matched, picked) for field in query.facets},
            expanded=expanded,
        )

    def sets(self, session: Session) -> CatalogueSets:
        """Return the index as sets of datasets, for query languages that combine them."""
        return CatalogueSets(session, self._bitmaps, self._text, self._bitmaps.follow(session))

    def _any_of(self, field: str, values: Sequence[str]) -> int:
        known: Mapping[str, int] = self._bitmaps.values.get(field, {})
        bitmap = 0
        for value in values:
            bitmap |= known.get(value, 0)
        return bitmap

    def _counts(self, field: str, matched: int, picked: Mapping[str, int]) -> tuple[FacetCount, ...]:
        for other, bitmap in picked.items():
            if other != field:
                matched &= bitmap
        values = self._bitmaps.values.get(field)
        counts = [FacetCount(value, count) for value, count in (values.counts(matched) if values else ()) if count]
        return tuple(sorted(counts, key=lambda one: (-one.count, one.value)))

    def _page(
        self,
        sets: CatalogueSets,
        groups: Sequence[Group],
        query: SearchQuery,
        *,
        matched: int,
        found: int,
    ) -> tuple[Hit, ...]:
        scores: dict[int, float] = {}
        if not found or query.rows <= 0:
            return ()
        if not groups or query.sort is not Sort.RELEVANCE:
            by = "modified" if query.sort is Sort.RELEVANCE else query.sort.value
            is_down = by in {"modified", "usage"}
            numbers = sets.page_by(found, by, query.start, query.rows, descending=is_down)
        elif matched.bit_count() <= MOST_RANKED:
            ranked, values = sets.ranks(groups, found)
            numbers = list(ranked[query.start : query.start + query.rows])
            scores = dict(zip(ranked, values, strict=True))
        else:
            numbers = sets.best_first(groups, found, query.start, query.rows, upside_down=False)
        return tuple(Hit(self._bitmaps.ids[number], scores.get(number, 0.0)) for number in numbers)


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
