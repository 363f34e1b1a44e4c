from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from catalog.actions.ckan_read import READS, Reader
from catalog.ckan.limits import clean_tags
from catalog.ckan.mapping import groups_of, package_json
from catalog.models import Agency, AgencyKind, Base, Sector, Theme
from catalog.search import SearchDocument, make_index
from catalog.search.tables import create_text_index
from catalog.views import Choice
from tests.data.pages import AGENCY, START, page

PAGES = [
    page(0),
    page(1, "融资担保机构名录", sector=Choice("GUAR", "融资担保"), tags=("担保", "名录"), slug="rong-zi-dan-bao"),
    page(
        2, "欠税公告", theme=Choice("TAX", "税收"), sector=None, tier="internal", outcome="open_after_masking", tags=()
    ),
    page(3, "银行业金融机构营业网点", sector=Choice("BANK", "银行业"), tags=("网点", "名录"), slug="wang_dian"),
]


def document(one):
    return SearchDocument(
        dataset_id=one.id,
        slug=one.slug,
        title=one.title,
        summary=one.summary,
        agency_names=(one.agency.name, *one.agency.former_names),
        sector_names=(one.sector.label,) if one.sector else (),
        tags=one.tags,
        column_names=tuple(field.name for field in one.fields),
        facets={
            "tag": tuple(clean_tags(one.tags)),
            "agency": (one.agency.slug,),
            "group": tuple(group.name for group in groups_of(one)),
            "format": tuple(file.format for file in one.files),
            "tier": (one.tier,),
            "sector": (one.sector.code,) if one.sector else (),
            "license_id": (one.licence,),
        },
        modified_at=one.modified_at,
        created_at=one.first_published_at,
        body=package_json(one),
    )


@pytest.fixture
def reader():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        create_text_index(connection)
    index = make_index("sqlite")
    with Session(engine) as session:
        session.add(AgencyKind(code="JRJ", name="地方金融监督管理局"))
        session.add(Agency(id=AGENCY.id, slug=AGENCY.slug, code=AGENCY.code, kind_code="JRJ", name=AGENCY.name))
        session.add_all([Theme(code="FIN", name="金融"), Theme(code="TAX", name="税收")])
        session.add_all(
            [
                Sector(code="LOAN", name="小额贷款与典当"),
                Sector(code="GUAR", name="融资担保"),
                Sector(code="BANK", name="银行业"),
            ]
        )
        for one in PAGES:
            index.index(session, document(one))
        session.commit()
        deps = SimpleNamespace(search=index, extras={})
        yield Reader(session, deps, "http://127.0.0.1:8000", START.replace(month=2))
    engine.dispose()


@pytest.fixture
def call(reader):
    def run(action, /, **params):
        return READS[action](reader, {key.replace("__", "."): value for key, value in params.items()})

    return run
