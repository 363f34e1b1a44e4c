"""Search 检索: the index finds, the policy filters, facets get their Chinese labels; counts follow what is visible.

The index holds public releases alone, so its counts need no second filter; a hit that a withdrawal has just closed is
left out of the page all the same.
"""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.actions.agency_views import present_slug
from catalog.actions.cards import view_card
from catalog.actions.read import read_dataset
from catalog.ckan.limits import clean_tags
from catalog.ckan.mapping import groups_of, package_json
from catalog.deps import Deps
from catalog.errors import RecordDamaged
from catalog.models import Actor, Agency, AgencyKind, Dataset, Release, Sector, Theme
from catalog.policies import Verb, may
from catalog.presenting import names_of
from catalog.search import SearchDocument, SearchQuery
from catalog.views import FacetValue, FacetView, SearchPage
from classifiers.tiers import Release as Outcome
from classifiers.tiers import ResourceKind, Tier

FACET_LABELS = {
    "sector": "行业",
    "theme": "主题",
    "agency": "数源单位",
    "agency_kind": "部门类别",
    "opening": "开放属性",
    "resource_kind": "资源类型",
    "update_cycle": "更新频率",
    "format": "格式",
    "year": "年份",
    "tier": "分级",
    "tag": "标签",
}
MAX_ROWS = 1000


def search_datasets(session: Session, query: SearchQuery, *, deps: Deps, actor: Actor | None = None) -> SearchPage:
    """Return one page of datasets the reader may see, with facets in the order asked for.

    Raises:
        RecordDamaged: this process was given no index.
    """
    may(actor, Verb.SEARCH).require()
    if deps.search is None:
        raise RecordDamaged
    if asked := query.filters.get("agency"):  # links to an agency that was merged lead to the one that goes on
        agencies = tuple(dict.fromkeys(present_slug(session, slug) for slug in asked))
        query = replace(query, filters={**query.filters, "agency": agencies})
    result = deps.search.search(session, query)
    ids = [hit.dataset_id for hit in result.hits]
    joined = select(Release).join(Dataset, Dataset.current_release_id == Release.id).where(Dataset.id.in_(ids))
    found = {release.dataset_id: release for release in session.scalars(joined).unique()}
    themes, sectors = names_of(session, Theme), names_of(session, Sector)
    cards = tuple(
        view_card(found[hit.dataset_id], themes, sectors, hit.score)
        for hit in result.hits
        if hit.dataset_id in found and may(actor, Verb.READ, found[hit.dataset_id])
    )
    labels = _value_labels(session, themes, sectors, query.facets)
    facets = tuple(
        FacetView(
            field=field,
            label=FACET_LABELS.get(field, field),
            values=tuple(
                FacetValue(
                    value=one.value,
                    label=labels.get(field, {}).get(one.value, one.value),
                    count=one.count,
                    is_chosen=one.value in query.filters.get(field, ()),
                )
                for one in result.facets.get(field, ())
            ),
        )
        for field in query.facets
    )
    return SearchPage(result.total, query.start, query.rows, cards, facets, result.expanded)


def _value_labels(
    session: Session, themes: dict[str, str], sectors: dict[str, str], wanted: tuple[str, ...]
) -> dict[str, dict[str, str]]:
    labels = {
        "theme": themes,
        "sector": sectors,
        "opening": {one.value: one.label for one in Outcome},
        "tier": {one.value: one.label for one in Tier},
        "resource_kind": {one.value: one.label for one in ResourceKind},
    }
    if "agency" in wanted:
        labels["agency"] = {row[0]: row[1] for row in session.execute(select(Agency.slug, Agency.name))}
    if "agency_kind" in wanted:
        labels["agency_kind"] = {row[0]: row[1] for row in session.execute(select(AgencyKind.code, AgencyKind.name))}
    return labels


def document_of(session: Session, release: Release) -> SearchDocument:
    """Return what of a release is searchable: its public title, summary, tags, column names, and facet values.

    The release is the dataset's present one; its CKAN form is kept beside it for the Action API.
    """
    page = read_dataset(session, release.dataset_id)
    dataset, agency = release.dataset, release.dataset.agency
    themes, sectors = names_of(session, Theme), names_of(session, Sector)
    codes = [code for code in (release.theme_code, release.sector_code, *release.also_sectors) if code]
    moment = release.published_at or release.created_at
    facets = {
        "theme": tuple(code for code in codes if code in themes),
        "sector": tuple(code for code in codes if code not in themes),
        "agency": (agency.slug,),
        "agency_kind": (agency.kind_code,),
        "opening": (release.outcome,),
        "resource_kind": (release.resource_kind,),
        "update_cycle": (release.described.get("update_cycle", "不定期"),),
        "format": tuple(sorted({file.format for file in release.files})),
        "year": (str(moment.year),),
        "tier": (release.tier,),
        "tag": tuple(clean_tags(tuple(release.tags))),
        "group": tuple(group.name for group in groups_of(page)),
        "owner_org": (str(agency.id),),
        "license_id": (release.licence,),
        "num_tags": (str(len(clean_tags(tuple(release.tags)))),),
        "num_resources": (str(len(release.files)),),
        "sharing": (page.sharing_label,),
        "release_id": (str(release.id),),
        "version": (str(page.version_number),),
        "negative_list_edition": tuple(str(one) for one in (page.edition_number,) if one),
        "catalogue_code": tuple(one for one in (page.catalogue_code,) if one),
    }
    return SearchDocument(
        dataset_id=dataset.id,
        slug=dataset.slug or str(dataset.id),
        title=release.title,
        summary=release.summary,
        agency_names=(page.agency.name, *page.agency.former_names),
        sector_names=tuple({**themes, **sectors}.get(code, code) for code in (*codes[1:], *codes[:1])),
        tags=tuple(release.tags),
        column_names=tuple(
            dict.fromkeys(name for field in release.fields for name in (field["name"], field.get("title")) if name)
        ),
        facets=facets,
        modified_at=dataset.modified_at or moment,
        published_at=moment,
        created_at=page.first_published_at,
        body=package_json(page),
    )
