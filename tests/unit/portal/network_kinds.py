"""A job kind without a child: a long one waits until it is let go."""

import threading
import time

from catalog.models import Job

BEGUN, LET_GO = threading.Event(), threading.Event()
COUNT = []


def reset():
    BEGUN.clear()
    LET_GO.clear()
    COUNT.clear()


def run(job_id, *, deps):
    with deps.sessions() as session:
        mode = session.get_one(Job, job_id).effect_key.split(":")[1]
    if mode == "long":
        COUNT.append(job_id)
        BEGUN.set()
        assert LET_GO.wait(60)
    return {"did": "updated"}


def wait_for(count):
    until = time.monotonic() + 60
    while len(COUNT) < count:
        assert time.monotonic() < until
        time.sleep(0.02)
