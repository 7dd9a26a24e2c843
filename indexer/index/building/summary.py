"""What a build did, counted from its plan."""

from __future__ import annotations

import time

from ..schema import Failure
from ..store.generation import Generation
from .plan import Plan
from .progress import BuildSummary


def summary_of(now: Generation, plan: Plan, failures: list[Failure], began: float) -> BuildSummary:
    """The summary of a build that led to ``now``; ``began`` as ``time.monotonic`` tells."""
    failures = failures or now.failures
    failed = {failure.path for failure in failures}
    read = [step for step in plan.steps if not step.fresh and step.file.name not in failed]
    added = sum(step.old is None for step in read)
    counts = now.manifest.counts
    return BuildSummary(
        reports=counts["reports"],
        added=added,
        changed=len(read) - added,
        removed=plan.removed,
        unchanged=counts["reports"] - len(read),
        failed=failures,
        passages=counts["passages"],
        sentences=counts["sentences"],
        figures=counts["figures"],
        seconds=time.monotonic() - began,
        generation=now.manifest.name,
    )
