"""`portal grants`: who may read the rows that departments share."""

from pathlib import Path
from uuid import UUID

import click

from portal.cli.door import as_user, find_person, open_record

_STATES = {"in_force": "有效", "expired": "已到期", "revoked": "已收回"}


@click.group("grants")
def command() -> None:
    """共享授权：新增、列表、收回。"""


@command.command("add")
@click.argument("dataset", type=click.UUID)
@as_user
@click.option("--agency", default="", help="获得授权的单位（网址标识）。")
@click.option("--person", default="", help="或者获得授权的人员（登录名）。")
@click.option("--purpose", required=True, help="用途，记入审计日志。")
@click.option("--legal-basis", default="", help="依据。")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="有效天数。")
@click.pass_obj
def add(  # noqa: PLR0917 - click passes by name
    home: Path, dataset: UUID, as_user: str, agency: str, person: str, purpose: str, legal_basis: str, days: int
) -> None:
    """授权一个单位或人员读取数据集 DATASET（编号）的数据行。"""
    from catalog.actions.grants import grant_access, list_grants
    from portal.accounts.grantee import person_of

    with open_record(home) as door:
        actor = find_person(door.session, as_user)
        grant = grant_access(
            door.session,
            dataset,
            actor=actor,
            deps=door.deps,
            agency=agency,
            person_id=person_of(door.session, person),
            purpose=purpose,
            legal_basis=legal_basis,
            days=days,
        )
        page = list_grants(door.session, dataset, actor=actor, deps=door.deps)
    click.echo(f"已授权：{grant.id}  {grant.grantee}  至 {grant.expires_at:%Y-%m-%d}  资源编号 {page.resource_id}")


@command.command("list")
@click.argument("dataset", type=click.UUID)
@as_user
@click.pass_obj
def show(home: Path, dataset: UUID, as_user: str) -> None:
    """列出数据集 DATASET（编号）的授权。"""
    from catalog.actions.grants import list_grants

    with open_record(home) as door:
        page = list_grants(door.session, dataset, actor=find_person(door.session, as_user), deps=door.deps)
    for one in page.grants:
        click.echo(f"{one.id}  {_STATES[one.state]}  {one.grantee}  至 {one.expires_at:%Y-%m-%d}  {one.purpose}")
    if not page.grants:
        click.echo("还没有授权。")


@command.command("revoke")
@click.argument("grant", type=click.UUID)
@as_user
@click.pass_obj
def revoke(home: Path, grant: UUID, as_user: str) -> None:
    """收回授权 GRANT（编号），立即生效。"""
    from catalog.actions.grants import revoke_grant

    with open_record(home) as door:
        revoke_grant(door.session, grant, actor=find_person(door.session, as_user), deps=door.deps)
    click.echo("已收回授权。")
