"""Names beside tickers are names of securities, but not those of their managers; words of a number are nobody."""

import polars as pl
import pytest

from desensitize.scan import scan_table

NAMES = ["欧菲光", "楚天龙", "金正大", "乔治白", "皮阿诺", "伊戈尔", "平安银行", "万科A"]
TICKERS = [f"{600100 + 7 * number}" for number in range(8)]


def labels(**columns: list[str]) -> list[str]:
    return [column.label for column in scan_table(pl.DataFrame(columns)).columns]


@pytest.mark.parametrize(
    ("code", "name"), [("stock_code", "short_name"), ("证券代码", "证券简称"), ("代码", "名称"), ("symbol", "name")]
)
def test_names_beside_tickers_are_nobody(code: str, name: str) -> None:
    assert labels(**{code: TICKERS, name: NAMES}) == ["NONE", "NONE"]


def test_managers_beside_tickers_are_people() -> None:
    people = ["张伟民", "李娜", "王建国", "陈晓东", "刘志强", "赵敏", "孙丽华", "周文博"]
    assert labels(ts_code=TICKERS, name=people, gender=["M"] * 8)[1] == "PERSON"


@pytest.mark.parametrize("code", ["员工代码", "代码"])
def test_codes_of_staff_are_no_tickers(code: str) -> None:
    people = ["张伟民", "李娜", "王建国", "陈晓东", "刘志强", "赵敏", "孙丽华", "周文博"]
    assert labels(**{code: [f"{number:04d}" for number in range(8)], "名称": people})[1] == "PERSON"


def test_words_in_the_number_of_a_document_are_nobody() -> None:
    assert labels(宗地编号=[f"杭政储出（{2015 + number % 9}）{number}号" for number in range(1, 40)]) == ["NONE"]


def test_people_with_their_numbers_stay_people_under_a_header_of_numbers() -> None:
    people = [
        "张伟民",
        "李娜",
        "王建国",
        "陈晓东",
        "刘志强",
        "赵敏",
        "孙丽华",
        "周文博",
        "吴芳",
        "郑海燕",
        "钱立新",
        "冯春梅",
    ]
    assert labels(编号=[f"经办人：{name} {number:04d}" for number, name in enumerate(people, 100)]) == ["MIXED"]


@pytest.mark.parametrize("header", ["土地证", "权证", "文书编号", "doc_no"])
def test_numbers_of_documents_under_headers_of_papers(header: str) -> None:
    assert labels(**{header: [f"万国用（{1999 + number % 9}）第{78949 + number}号" for number in range(30)]}) == [
        "NONE"
    ]


def test_one_persons_payments_are_no_documents() -> None:
    assert labels(摘要=[f"代付张伟民工资20240{number % 9 + 1}" for number in range(30)]) != ["NONE"]
