"""The negative list: the edition in force with an anchor for each clause, former editions, and what changed."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from catalog.actions.editions import view_edition
from catalog.editions import known_clauses, last_begun, parsed, standing_of, today_of
from catalog.models import NegativeListEdition
from catalog.views import EditionView
from classifiers.compare import ClauseChange, compare_editions
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
    """Show the last edition that began, or another one by its number."""
    rows = record.session.scalars(select(NegativeListEdition).order_by(NegativeListEdition.number.desc())).all()
    last = last_begun(record.session, record.deps.clock())
    wanted = request.args.get("edition", type=int)
    row = last if wanted is None else next((one for one in rows if one.number == wanted), None)
    if row is None:
        raise NotFound
    edition = parsed(row.content)
    return render_template(
        "public/negative_list.html",
        nav="pages.negative_list",
        edition=edition,
        row=row,
        standing=standing_of(row, last, today_of(record.deps.clock())),
        groups=grouped(edition),
        editions=rows,
        history=_history(rows, last),
        gone=_gone(record.session, edition),
    )


@pages.get("/negative-list/compare", endpoint="compare_editions")
def compare_two() -> ResponseReturnValue:
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
        changes=compare_editions(before, after),
        numbers=sorted(rows),
    )


def grouped(edition: Edition) -> list[tuple[str, list[Clause]]]:
    """Return the clauses under the headings of their groups."""
    groups = [(gettext(title), [c for c in edition.clauses if c.id.startswith(prefix)]) for prefix, title in GROUPS]
    known = {clause.id for _, clauses in groups for clause in clauses}
    rest = [clause for clause in edition.clauses if clause.id not in known]
    return [group for group in [*groups, (gettext("其他"), rest)] if group[1]]


def _history(
    rows: Sequence[NegativeListEdition], last: NegativeListEdition
) -> list[tuple[EditionView, dict[str, int]]]:
    """Return each edition, the newest first, with how many clauses it added, changed and took out."""
    found = []
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        changes = compare_editions(parsed(before.content), parsed(row.content)) if before is not None else ()
        counts = {one.value: sum(change.change is one for change in changes) for one in ClauseChange}
        found.append((view_edition(row, last, deps=record.deps), counts if before is not None else {}))
    return found


def _gone(session: Session, edition: Edition) -> list[Clause]:
    """Return clauses of other editions that this one does not have: pages of datasets still point at them."""
    known = known_clauses(session)
    return [known[one] for one in sorted(known) if edition.clause(one) is None]
