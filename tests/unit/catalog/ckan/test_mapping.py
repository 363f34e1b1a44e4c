import json

import pytest

from catalog.ckan.limits import CkanLimitError
from catalog.ckan.mapping import at_site, groups_of, package_json, package_of, search_words
from catalog.views import Choice, HiddenView
from tests.data.pages import page


def test_a_package_has_what_clients_need():
    package = package_of(page())
    assert package["id"] == str(page().id)
    assert package["private"] is False
    assert [group["name"] for group in package["groups"]] == ["theme-fin", "sector-loan"]
    assert package["organization"]["id"] == package["owner_org"]
    assert {tag["vocabulary_id"] for tag in package["tags"]} == {None}
    extras = {one["key"]: one["value"] for one in package["extras"]}
    assert extras["tier"] == "public"
    assert extras["sector"] == "LOAN"
    assert all(isinstance(value, str) and value for value in extras.values())
    (resource,) = package["resources"]
    assert resource["url"].endswith(".csv")
    assert resource["hash"] == "sha256:" + "ab" * 32
    assert resource["size"] == 1234
    assert resource["mimetype"] == "text/csv"
    assert resource["datastore_active"] is True
    assert [field["type"] for field in resource["schema"]["fields"]] == ["string", "number"]


def test_a_masked_release_names_its_clauses_each_once():
    def hidden(clause, title):
        return HiddenView("证件号码", "id_card", "身份证号", "mask", "掩码", clause, title, "个人信息保护法第二十八条")

    rows = (
        hidden("PI-01", "个人身份标识"),
        hidden("PI-02", "联系方式"),
        hidden("PI-01", "个人身份标识"),
        hidden("", ""),
    )
    extras = {one["key"]: one["value"] for one in package_of(page(hidden=rows))["extras"]}
    assert extras["negative_list_clauses"] == "PI-01 个人身份标识；PI-02 联系方式"
    assert "negative_list_clauses" not in {one["key"] for one in package_of(page())["extras"]}


def test_the_same_page_gives_the_same_package_and_ids_outlive_versions():
    assert package_json(page()) == package_json(page())
    newer = package_of(page(version_number=2))
    assert newer["id"] == package_of(page())["id"]
    assert newer["resources"][0]["id"] == package_of(page())["resources"][0]["id"]


def test_addresses_follow_the_site():
    package = at_site(package_json(page()), "https://data.example.gov.cn/")
    assert package["url"] == "https://data.example.gov.cn/dataset/xiao-e-dai-kuan-0"
    assert package["license_url"].startswith("https://data.example.gov.cn/")
    assert "site:" not in json.dumps(package)


@pytest.mark.parametrize("more", [{"state": "withdrawn"}, {"outcome": "share_only"}])
def test_what_the_public_may_not_see_has_no_package(more):
    with pytest.raises(ValueError, match="public"):
        package_of(page(**more))


def test_a_name_that_does_not_fit_is_refused_here():
    with pytest.raises(CkanLimitError):
        package_of(page(slug="小额"))


def test_cross_listed_sectors_are_groups_once():
    loan = Choice("LOAN", "小额贷款与典当")
    assert [one.name for one in groups_of(page(also_sectors=(loan, Choice("BANK", "银行业"))))] == [
        "theme-fin",
        "sector-loan",
        "sector-bank",
    ]


def test_search_words_hold_every_run_of_two_to_eight_characters():
    words = set(search_words(page()).split())
    assert {"小额贷款", "平均利率", "贷款", "统计月份", "金融管理局", "金融工作办公室", "小额贷款市场平均"} <= words
    assert len(search_words(page()).encode()) <= 32_766
    whole = {page().title, page().agency.name, *page().agency.former_names}
    assert {one for one in words if len(one) > 8} == {one for one in whole if len(one) > 8}
