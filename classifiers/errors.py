"""Errors of the rules: a stable code, a Chinese and an English message, never an offending value."""

from dataclasses import dataclass

from classifiers.list_words import Fault


@dataclass(frozen=True)
class ListProblem:
    """One thing wrong in an edition of the negative list; `line` counts from 1, 0 when no line can be named."""

    line: int
    where: str
    fault: Fault
    about: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.fault.en.format(*self.about)

    @property
    def message_zh(self) -> str:
        """What is wrong, in Chinese."""
        return self.fault.zh.format(*self.about)

    def __str__(self) -> str:
        """One line, as a compiler would print it, in both languages."""
        return f"第{self.line}行 {self.where}：{self.message_zh}（line {self.line}: {self.message}）"


class ClassifierError(Exception):
    """Base of every error of this package."""

    code = "classify.error"
    message_zh = "无法完成定级。"
    message_en = "The dataset could not be classified."


class NegativeListError(ClassifierError):
    """An edition of the negative list is not valid; `problems` says where and why, in the order of the lines."""

    code = "classify.negative_list"
    message_zh = "负面清单文件有误。"
    message_en = "The negative list is not valid."

    def __init__(self, problems: tuple[ListProblem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class TaxonomyError(ClassifierError):
    """The taxonomy file is not valid: a fault of the installation, not of a dataset."""

    code = "classify.taxonomy"
    message_zh = "分类体系文件有误。"
    message_en = "The taxonomy file is not valid."


class FactsError(ClassifierError):
    """Stored facts cannot be read: another version wrote them, or they are damaged."""

    code = "classify.facts"
    message_zh = "已存的定级依据无法读取，需要重新扫描。"
    message_en = "The stored facts cannot be read; the dataset needs a new scan."
