"""The negative list: the edition in force with an anchor for each clause, former editions, and what changed."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from catalog.editions import edition_row, parsed
from catalog.models import NegativeListEdition
from classifiers.negative_list import Clause, Edition
from portal.extensions import record
from portal.language import noted
from portal.web.blueprints import pages

# prefix of clause ids → heading
GROUPS = (
    ("NL-A", noted("涉密与国家秘密")),
    ("NL-B", noted("仅部门共享")),
    ("NL-C", noted("依申请开放")),
    ("NL-D", noted("脱敏后开放")),
    ("NL-X", noted("照常公开，不得多遮")),
)


@pages.get("/negative-list")
def negative_list() -> ResponseReturnValue:
    """Show the edition in force, or another one by its number."""
    rows = record.session.scalars(select(NegativeListEdition).order_by(NegativeListEdition.number.desc())).all()
    current = edition_row(record.session, record.deps.clock())
    wanted = request.args.get("edition", type=int)
    row = current if wanted is None else next((one for one in rows if one.number == wanted), None)
    if row is None:
        raise NotFound
    edition = parsed(row.content)
    return render_template(
        "public/negative_list.html",
        nav="pages.negative_list",
        edition=edition,
        row=row,
        is_current=row.id == current.id,
        groups=_grouped(edition),
        editions=rows,
    )


@pages.get("/negative-list/compare")
def compare_editions() -> ResponseReturnValue:
    """Show what one edition changed against another."""
    rows = {row.number: row for row in record.session.scalars(select(NegativeListEdition))}
    old, new = rows.get(request.args.get("old", 0, type=int)), rows.get(request.args.get("new", 0, type=int))
    if old is None or new is None:
        raise NotFound
    before, after = parsed(old.content), parsed(new.content)
    return render_template(
        "public/compare.html",
        nav="pages.negative_list",
        old=old,
        new=new,
        changes=_changes(before, after),
        numbers=sorted(rows),
    )


def _grouped(edition: Edition) -> list[tuple[str, list[Clause]]]:
    groups = [(gettext(title), [c for c in edition.clauses if c.id.startswith(prefix)]) for prefix, title in GROUPS]
    known = {clause.id for _, clauses in groups for clause in clauses}
    rest = [clause for clause in edition.clauses if clause.id not in known]
    return [group for group in [*groups, (gettext("其他"), rest)] if group[1]]


def _changes(before: Edition, after: Edition) -> list[tuple[str, Clause | None, Clause | None]]:
    """Return (kind of change, old clause, new clause); what reads the same is left out."""
    changes: list[tuple[str, Clause | None, Clause | None]] = []
    for clause_id in sorted(set(before.by_id) | set(after.by_id)):
        old, new = before.clause(clause_id), after.clause(clause_id)
        if old is None:
            changes.append(("added", None, new))
        elif new is None:
            changes.append(("removed", old, None))
        elif (old.title, old.consequence, old.basis, old.when, old.unless, old.masks) != (
            new.title,
            new.consequence,
            new.basis,
            new.when,
            new.unless,
            new.masks,
        ):
            changes.append(("changed", old, new))
    return changes
