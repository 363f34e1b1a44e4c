"""Logs: ids, codes and counts pass; anything that could be a value does not; libraries' texts never."""

import json
import logging
from uuid import uuid4

from portal.logs import keep_plain_values, log, set_up_logs


def test_values_that_are_not_plain_are_withheld():
    event = {"event": "job.done", "job": uuid4(), "rows": 3, "name": "张明远", "note": "a b", "code": "ingest.empty"}
    kept = keep_plain_values(None, "info", dict(event))
    assert kept["job"] == str(event["job"])
    assert (kept["rows"], kept["code"]) == (3, "ingest.empty")
    assert (kept["name"], kept["note"]) == ("<withheld>", "<withheld>")


def test_a_library_that_logs_a_row_shows_only_where(capsys):
    set_up_logs("INFO")
    logging.getLogger("some.library").error("bad row: %s", "110101199003070000")
    log().info("job.done", job=uuid4(), text="13800000000 张三")
    out = capsys.readouterr().err
    assert "110101199003070000" not in out
    assert "13800000000" not in out
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines[0]["logger"] == "some.library"
    assert lines[1]["event"] == "job.done"
    logging.getLogger().handlers.clear()
