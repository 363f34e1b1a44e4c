"""`portal init`: make an instance, its secrets and its database; may be run again."""

from pathlib import Path

import click
from sqlalchemy import Engine

from portal.settings import load_settings, write_env_file


@click.command("init")
@click.option("--database-url", default="", help="数据库地址；默认为实例目录中的 SQLite。")
@click.option("--broker-url", default="", help="消息服务地址；默认单机内存。")
@click.option("--public-url", default="", help="公众访问地址，例如 https://data.example.gov.cn。")
@click.pass_obj
def command(home: Path, database_url: str, broker_url: str, public_url: str) -> None:
    """建立实例：目录、密钥、数据库、基础数据。可重复执行。"""
    given = {"database_url": database_url, "broker_url": broker_url, "public_url": public_url}
    extra = {name: value for name, value in given.items() if value}
    if broker_url:  # workers of their own: the pages run no jobs, and large tables are shared
        extra |= {"embedded": "false", "fan_out_rows": "100000"}
    path = make_instance(home, extra)
    click.echo(f"实例已就绪：{path.parent}")
    click.echo("密钥保存在 portal.env（仅本人可读），请另行妥善备份。下一步：portal user add 建立管理员。")


def make_instance(home: Path, extra: dict[str, str]) -> Path:
    """Write the settings when there are none, bring the database up to date, fill in the basic rows.

    Args:
        home: instance folder.
        extra: settings by field name, for a new instance.

    Returns:
        The path of `portal.env`.
    """
    from catalog.seed import seed_record
    from portal.migrations import upgrade
    from portal.wiring import build_deps

    path = write_env_file(home.expanduser().resolve(), extra)
    deps = build_deps(load_settings(home))
    if deps.sessions is None:
        raise RuntimeError("an instance needs a database")
    with deps.sessions() as session:
        engine = session.get_bind()
        if not isinstance(engine, Engine):
            raise TypeError
        session.rollback()
        upgrade(engine)
        seed_record(session)
        session.commit()
    return path
