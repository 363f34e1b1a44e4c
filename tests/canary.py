"""The canary: values planted in uploads must be in no byte the portal kept or gave away.

A test plants the personal values of what it uploads and watches the folders where the portal keeps its bytes (instance
folder, logs, temporary folder, downloads, database dumps). At the end of the run every file of every watched folder is
read and searched, in each encoding a value might be kept in. A scan of nothing is a failure.
"""

from dataclasses import dataclass, field
from pathlib import Path

ENCODINGS = ("utf-8", "gb18030", "utf-16-le")
SHORTEST = 6  # shorter values would be found by chance


@dataclass
class Canary:
    """Planted values and watched folders of one test run."""

    values: set[str] = field(default_factory=set)
    folders: set[Path] = field(default_factory=set)

    def plant(self, *values: str) -> None:
        """Remember values that must never be found."""
        for value in values:
            if len(value) < SHORTEST:
                raise ValueError("too short to be searched for")
            self.values.add(value)

    def watch(self, *folders: Path) -> None:
        """Remember folders whose every byte will be searched."""
        self.folders.update(folders)

    def scan(self) -> "CanaryReport":
        """Read every file and search it for every value."""
        needles = {
            encoded for value in self.values for name in ENCODINGS if (encoded := value.encode(name, errors="ignore"))
        }
        found: list[str] = []
        files = size = 0
        for folder in sorted(self.folders):
            for path in sorted(folder.rglob("*")):
                if not path.is_file():
                    continue
                content = path.read_bytes()
                files += 1
                size += len(content)
                hits = sum(1 for needle in needles if needle in content)
                if hits:
                    found.append(f"{path}: {hits} planted values")
        return CanaryReport(len(self.values), files, size, tuple(found))


@dataclass(frozen=True)
class CanaryReport:
    """What a scan read and found; never the values."""

    values: int
    files: int
    bytes: int
    found: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether something was searched and nothing was found."""
        return bool(self.values and self.files and self.bytes) and not self.found


CANARY = Canary()
