"""`portal user`: accounts, made with the right of whoever holds the instance's folder."""

import secrets
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from catalog.lifecycle import Role
from portal.cli.door import UnknownUserError, open_record

GENERATED_BYTES = 12


@click.group("user")
def command() -> None:
    """用户：新增、列表、改密码。"""


@command.command("add")
@click.argument("email")
@click.option("--name", required=True, help="姓名。")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--agency", default="", help="数源单位的标识或代码；平台人员不填。")
@click.option("--password", default="", help="密码；不填则随机生成并显示一次。")
@click.pass_obj
def add(home: Path, email: str, name: str, roles: tuple[str, ...], agency: str, password: str) -> None:  # noqa: PLR0917 - click passes by name
    """新增用户。EMAIL 为登录名。"""
    from catalog.actions.agencies import show_agency
    from catalog.actions.people import system_actor
    from portal.accounts.enrol import open_account

    chosen = password or secrets.token_urlsafe(GENERATED_BYTES)
    with open_record(home) as door:
        agency_id = show_agency(door.session, agency).id if agency else None
        open_account(
            door.session,
            actor=system_actor(door.session),
            deps=door.deps,
            name=name,
            email=email,
            password=chosen,
            roles=frozenset(roles),
            agency_id=agency_id,
        )
    click.echo(f"已新增用户：{email}")
    if not password:
        click.echo(f"密码（只显示这一次）：{chosen}")


@command.command("list")
@click.pass_obj
def show(home: Path) -> None:
    """列出用户。"""
    from portal.accounts.models import UserAccount

    table = Table(box=None, pad_edge=False)
    for title in ("登录名", "姓名", "角色", "状态"):
        table.add_column(title)
    with open_record(home) as door:
        for account in door.session.scalars(select(UserAccount).order_by(UserAccount.email)):
            labels = "、".join(Role(name).label for name in sorted(account.actor.role_names))
            table.add_row(account.email, account.actor.name, labels, "正常" if account.is_active else "停用")
    Console().print(table)


@command.command("password")
@click.argument("email")
@click.option("--password", default="", help="新密码；不填则随机生成并显示一次。")
@click.pass_obj
def password(home: Path, email: str, password: str) -> None:
    """更换密码，并使该用户的所有登录失效。"""
    from portal.accounts.enrol import set_password
    from portal.accounts.models import UserAccount

    chosen = password or secrets.token_urlsafe(GENERATED_BYTES)
    with open_record(home) as door:
        query = select(UserAccount).where(func.lower(UserAccount.email) == email.strip().lower())
        account = door.session.scalars(query).one_or_none()
        if account is None:
            raise UnknownUserError
        set_password(account, chosen)
        door.session.commit()
    click.echo(f"已更换密码：{email}")
    if not password:
        click.echo(f"密码（只显示这一次）：{chosen}")
