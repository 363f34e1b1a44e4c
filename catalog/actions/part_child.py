"""A part of a shared-out table, confined: scan or mask one row group; and the join that goes on from all of them.

Whatever a part should have left and did not is made by the join itself, so the bytes are those of a single worker.
"""

import json
from typing import Any

from catalog.actions.process_child import judge_stored
from catalog.actions.publish_child import compute_publish, mask_group, masked_name, masking_keys
from catalog.deps import Deps, Report
from catalog.read_upload import SET_ASIDE, upload_from_json
from catalog.scan_parts import scan_group, survey_groups
from catalog.typed_table import StoredRows, TypedTableRef, read_group, write_group
from desensitize.masking.recipe import MaskingPlan


def compute_part(payload: dict[str, Any], *, deps: Deps, report: Report) -> dict[str, Any]:
    """Scan or mask one row group and leave the result under the upload's key.

    Args:
        payload: what `prepare_part` gave: `work` (process: scan, publish: mask) and `index` of the row group.
    """
    ref, index = TypedTableRef.from_json(payload["typed_ref"]), payload["index"]
    report("scan", index, len(ref.groups))
    damaged = payload["damaged"]
    if damaged is None:  # before the answer, only the sealed note of the reader knows
        damaged = json.loads(deps.vault.get(ref.upload_id, SET_ASIDE))["read"]["damaged"]
    state = survey_groups(deps.vault, ref, damaged=damaged)
    if payload["work"] == "process":
        scan_group(deps.vault, ref, index, state, read_group(deps.vault, ref, index))
        return {"part": index}
    report("mask", index, len(ref.groups))
    plan = MaskingPlan.from_json(json.dumps(payload["plan"]))
    masked = mask_group(deps.vault, ref, index, state=state, plan=plan, keys=masking_keys(deps.keys, plan.purpose))
    write_group(deps.vault, ref.upload_id, index, masked, name=masked_name(payload["parent"]))
    return {"part": index}


def compute_join(payload: dict[str, Any], *, deps: Deps, report: Report) -> dict[str, Any]:
    """Go on from the parts: judge the whole table, or prove and write the whole release."""
    if payload["of"] == "publish":
        return compute_publish(payload, deps=deps, report=report)
    ref = TypedTableRef.from_json(payload["typed_ref"])
    upload = upload_from_json(deps.vault.get(ref.upload_id, SET_ASIDE), StoredRows(deps.vault, ref))
    return judge_stored(upload, ref, payload, deps=deps, report=report, digest=payload["keyed_digest"])
