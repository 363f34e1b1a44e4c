"""What is wrong with an edition, collected while it is read."""

from classifiers.errors import ListProblem
from classifiers.list_words import Fault


class Problems:
    """Collects what is wrong, so that a person sees all of it at once."""

    def __init__(self) -> None:
        self.found: list[ListProblem] = []

    def add(self, line: int, where: str, fault: Fault, *about: str) -> None:
        """Note one problem."""
        self.found.append(ListProblem(line, where, fault, about))

    def in_order(self) -> tuple[ListProblem, ...]:
        """Give them in the order of the lines."""
        return tuple(sorted(self.found, key=lambda problem: problem.line))
