"""The pipeline in memory: what was read → scan → facts → decision → plan, and from there a proved release.

Worker only: loads Polars and the recognizers on first use. The record keeps the facts, the decision and the plan;
`portal classify` runs the very same steps without a record.
"""

from catalog.assess.assessing import Assessment, assess
from catalog.assess.preview import Released, release_preview
from catalog.assess.submission import Submission

__all__ = ["Assessment", "Released", "Submission", "assess", "release_preview"]
