"""Small job kinds for the tests of the runner: they count, sleep, crash and grow on order."""

import os
import time
from pathlib import Path

from catalog.models import AuditEvent, Dataset, Job


def prepare(session, job, *, deps):
    del session, deps
    return {"mode": job.step or job.effect_key.split(":")[1], "keys": []}


def compute(payload, *, deps, report):
    report("read", 0, 2)
    mode = payload["mode"]
    if mode == "crash":
        os.kill(os.getpid(), 9)
    if mode == "grow":
        hoard = bytearray(400 << 20)
        hoard[::4096] = b"x" * len(hoard[::4096])
        time.sleep(20)
    if mode == "burst":  # far past the limit between two looks of the runner
        hoard = [bytearray(b"x") * (64 << 20) for _ in range(64)]
    if mode == "sleep":
        time.sleep(60)
    if mode == "leak":
        raise ValueError("110101199003070000")
    if mode == "fill":
        deps.storage.put("released/toy", bytes(2 << 20))
    Path("scratch").write_text("x")
    report("read", 2, 2)
    return {"mode": mode, "cwd": str(Path.cwd()), "pid": os.getpid(), "environment": sorted(os.environ)}


def commit(session, job, outcome, *, deps):
    del deps
    dataset = session.get_one(Dataset, job.dataset_id)
    dataset.title = f"{dataset.title or ''}+{outcome['mode']}"
    dataset.summary = f"{outcome['cwd']} {outcome['pid']}"


def fail(session, job, code, detail, *, deps):
    del detail, deps
    session.get_one(Dataset, job.dataset_id).title = f"failed {code}"


__all__ = ["AuditEvent", "Job", "commit", "commit_after_a_clash", "compute", "fail", "prepare"]


CLASHES = []


def commit_after_a_clash(session, job, outcome, *, deps):
    """Clash once with an imagined other worker, then commit."""
    from sqlalchemy.exc import IntegrityError

    commit(session, job, outcome, deps=deps)
    if not CLASHES:
        CLASHES.append(job.id)
        raise IntegrityError("INSERT", {}, Exception("unique"))
