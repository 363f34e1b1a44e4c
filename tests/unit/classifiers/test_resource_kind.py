"""Data or text by content."""

import pytest

from classifiers.resource_kind import is_register, kind_of
from classifiers.subject import ColumnFacts, DocumentFacts, Subject
from classifiers.tiers import ResourceKind

PROSE = 86.0


def column(name: str, length: float = 6.0, kind: str = "text", nonempty: int = 5, code: float = 0.0) -> ColumnFacts:
    return ColumnFacts(name, 0, kind, 5, nonempty, 5, length=length, shapes={"code": code})


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ((column("月份"), column("金额(万元)", kind="decimal")), ResourceKind.DATA),
        ((column("机构名称", 12.0),), ResourceKind.DATA),
        ((column("正文", PROSE),), ResourceKind.TEXT),
        ((column("段落", 1.0), column("内容", PROSE)), ResourceKind.TEXT),
        ((column("No", 1.0), column("text", PROSE)), ResourceKind.TEXT),
        ((column("条目", 3.0), column("正文", PROSE)), ResourceKind.TEXT),
        ((column("序号", 1.0), column("问", 14.0), column("答", PROSE)), ResourceKind.TEXT),
        ((column("问", 14.0), column("答", 12.0)), ResourceKind.DATA),
        ((column("受理编号", 9.0), column("诉求内容", PROSE)), ResourceKind.DATA),
        ((column("正文", PROSE, nonempty=0),), ResourceKind.DATA),
        ((column("关于下达二〇二四年预算的通知", PROSE),), ResourceKind.TEXT),
        ((column("编号"), column("人脸特征", PROSE)), ResourceKind.DATA),
        ((column("内容", PROSE, code=1.0),), ResourceKind.DATA),
        ((), ResourceKind.TEXT),
    ],
)
@pytest.mark.parametrize("extension", ["csv", "docx", "pdf", "xlsx", "txt", ""])
def test_the_content_decides_and_not_the_extension(columns, kind, extension):
    assert kind_of(Subject(columns=columns, row_count=5, format=extension)) is kind


def test_a_document_of_entries_wants_to_be_a_table():
    assert is_register(Subject(document=DocumentFacts(register_rows=3)))
    assert not is_register(Subject(document=DocumentFacts(register_rows=0)))
    assert not is_register(Subject(columns=(column("机构名称"),), document=DocumentFacts(register_rows=3)))
