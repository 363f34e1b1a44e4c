"""The main path in a real browser: upload, decision, two people, publication, reading; no original leaves."""

import json
import random
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.fakes.people import Person, person, uscc

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "云川市小额贷款公司名录"
ROWS = 60
CITIES = ("东湖区", "西岭区", "南浦县")


@pytest.fixture(scope="module")
def people() -> list[Person]:
    chance = random.Random(20261123)
    return [person(chance) for _ in range(ROWS)]


@pytest.fixture(scope="module")
def upload(people: list[Person], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the agency's table as its system would: GB18030, CRLF, with numbers of identity cards."""
    chance = random.Random(7)
    lines = ["公司名称,统一社会信用代码,所在区县,注册资本（万元）,法定代表人,法定代表人身份证号,联系人手机,备注"]
    for k, one in enumerate(people):
        remark = f"由{one.name}代办，电话{one.mobile}" if k % 12 == 0 else ""
        cells = (f"云川恒岳{k + 1}号小额贷款有限公司", uscc(chance), CITIES[k % 3], f"{(k % 9 + 1) * 1000}.00")
        lines.append(",".join((*cells, one.name, one.cn_id, one.mobile, remark)))
    path = tmp_path_factory.mktemp("agency") / f"{TITLE}.csv"
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def wait_for(window, words: str, seconds: int = 60) -> None:
    """Wait until the progress, which the page asks for by itself, has come to a state."""
    window.page.locator(".pt .state", has_text=words).wait_for(timeout=seconds * 1000)
    window.keep()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("given-away")


@pytest.fixture
def given_away(site, people, kept, canary):
    """Plant the originals, and watch the instance, its log, and everything that was given away."""
    canary.plant(*(one.cn_id for one in people))
    canary.watch(site.home.parent, kept)
    return kept


def test_upload_review_publish_and_read(visit, site, upload, given_away, people):
    uploader, officer, public = visit(), visit(), visit()
    version = send_and_see_decision(uploader, upload)
    try_to_judge_own(uploader, site, version)
    approve_as_second_person(officer, version)
    find(public)
    preview_and_filter(public, given_away)
    read_tabs_and_download(public, given_away)
    keep_api_answers(site, given_away)
    for k, page in enumerate(uploader.seen + officer.seen + public.seen):
        (given_away / f"page-{k}.html").write_bytes(page)
    files = [path for path in given_away.rglob("*") if path.is_file()]
    assert len(files) > 15
    for path in files:
        content = path.read_bytes().decode("utf-8", "ignore")
        assert not any(one.cn_id in content for one in people), path.name


def send_and_see_decision(uploader, upload: Path) -> str:
    """Upload through the form; read tier, clause, law and plan; return the version's id."""
    uploader.sign_in("uploader")
    uploader.open("/workspace/upload")
    uploader.page.set_input_files("#files", str(upload))
    assert uploader.page.input_value("[name=title]") == TITLE
    uploader.page.click("form#upload button[type=submit]")
    uploader.page.wait_for_url("**/workspace/versions/**")
    wait_for(uploader, "待审核")
    text = uploader.page.inner_text("main")
    for words in ("内部", "脱敏后开放", "NL-D01", "个人信息保护法", "GB18030"):
        assert words in text
    assert "法定代表人身份证号" in uploader.page.inner_text("table.plan")
    assert uploader.violations() == []
    uploader.shoot("04-decision")
    return uploader.page.url.rsplit("/", 1)[-1]


def try_to_judge_own(uploader, site, version: str) -> None:
    """The uploader is an officer too, and still may not judge this one: no form, and a refusal when forged."""
    uploader.open(f"/workspace/review/{version}")
    assert "不能由你审核" in uploader.page.inner_text("main")
    assert uploader.page.locator("input[name=verdict]").count() == 0
    nothing = "00000000-0000-0000-0000-000000000000"
    form = {"csrf_token": uploader.page.get_attribute("meta[name=csrf-token]", "content"), "verdict": "approve"}
    form |= {"typed_hash": "0", "edition_id": "0", "decision_id": nothing, "plan_id": nothing}
    refused = uploader.context.request.post(site.address(f"/workspace/review/{version}"), form=form)
    assert refused.status == 403
    assert "不能审核本人报送的数据" in refused.text()


def approve_as_second_person(officer, version: str) -> None:
    """Another officer sees one screen, answers what is asked, approves, and it is published."""
    officer.sign_in("officer")
    officer.open("/workspace/review")
    officer.follow(f"a:has-text('{TITLE}')")
    for box in officer.page.locator("input[name=answered]").all():
        box.check()
    assert officer.violations() == []
    officer.shoot("05-review")
    officer.page.check("input[name=verdict][value=approve]")
    officer.page.click(".judge button[type=submit]")
    officer.page.wait_for_url("**/workspace/review")
    assert "已通过" in officer.page.inner_text("main")
    officer.open(f"/workspace/versions/{version}")
    wait_for(officer, "已发布")


def find(public) -> None:
    """A visitor finds it by sector, and by a word inside its title."""
    public.open("/")
    public.shoot("01-home")
    assert TITLE in public.follow(".nine a:has-text('小额贷款与典当')")
    public.open("/datasets?" + urllib.parse.urlencode({"q": "贷款公司"}))
    assert TITLE in public.page.inner_text(".hits")
    public.shoot("02-search")
    assert "隐去了什么，为什么" in public.follow(f".hit h3 a:has-text('{TITLE}')")
    public.shoot("03a-dataset-info")


def preview_and_filter(public, folder: Path) -> None:
    """Rows are shown, filtered, and the filtered ones downloaded."""
    assert f"共 {ROWS} 行" in public.follow(".tabs a:has-text('数据预览')")
    public.page.select_option("#column", "所在区县")
    public.page.fill("#value", "南浦")
    public.follow(".bar-f button")
    assert "value=" in public.page.url
    assert public.page.inner_text(".bar-r b") == "20"
    cells = public.page.locator("table.pv tbody tr").all_inner_texts()
    assert len(cells) == 20
    assert all("南浦县" in cell for cell in cells)
    assert public.violations() == []
    public.keep()
    public.shoot("03c-dataset-preview")
    save(public, ".bar-r a", folder / "filtered.csv")
    assert (folder / "filtered.csv").read_text("utf-8-sig").count("南浦县") == 20


def read_tabs_and_download(public, folder: Path) -> None:
    """Every tab opens without a violation; CSV and XLSX come as attachments."""
    for tab in ("数据项", "图表", "接口", "更新记录"):
        public.follow(f".tabs a:has-text('{tab}')")
        assert public.page.locator(f".tabs a[aria-current=page]:has-text('{tab}')").count() == 1
        assert public.violations() == [], tab
    public.follow(".tabs a:has-text('基本信息')")
    for form in ("CSV", "XLSX"):
        save(public, f".dl a:has(b:text-is('{form}'))", folder / f"release.{form.lower()}")
    assert len((folder / "release.csv").read_text("utf-8-sig").splitlines()) == ROWS + 1
    with zipfile.ZipFile(folder / "release.xlsx") as archive:
        archive.extractall(folder / "xlsx")


def save(window, selector: str, path: Path) -> None:
    """Click a download and keep the file; it comes as an attachment."""
    with window.page.expect_download() as waiting:
        window.page.click(selector)
    waiting.value.save_as(path)
    assert path.stat().st_size > 0


def keep_api_answers(site, kept: Path) -> None:
    """Ask both interfaces for everything they say of the dataset, as a visitor."""

    def ask(path: str) -> bytes:
        with urllib.request.urlopen(site.address(path), timeout=20) as answer:
            return answer.read()

    found = ask("/api/3/action/package_search?" + urllib.parse.urlencode({"q": "小额贷款"}))
    (kept / "package_search.json").write_bytes(found)
    packages = [one for one in json.loads(found)["result"]["results"] if one["title"] == TITLE]
    assert len(packages) == 1
    rows = 0
    for resource in packages[0]["resources"]:
        path = "/api/3/action/datastore_search?" + urllib.parse.urlencode({"resource_id": resource["id"]})
        if resource.get("datastore_active"):
            answer = ask(path + "&limit=1000")
            (kept / f"rows-{resource['id']}.json").write_bytes(answer)
            rows = max(rows, len(json.loads(answer)["result"]["records"]))
    assert rows == ROWS
