"""PostgreSQL and Redis."""

import socket
import subprocess

from tests.services.packages import postgres_bin
from tests.services.place import Place, ServiceError, as_user, free_port, wait_for

OWNER = "postgres"


def start_postgres(place: Place) -> int:
    """Start PostgreSQL, durable as in production; return its port. Databases: portal; ckan and datastore for CKAN."""
    binaries = postgres_bin()
    if binaries is None:
        raise ServiceError("postgres: no server installed")
    port = free_port()
    home = place.folder("postgres", owner=OWNER)
    if not (home / "data").exists():
        place.run(
            "postgres",
            [binaries / "initdb", "-D", home / "data", "-U", OWNER, "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust"],
            user=OWNER,
        )
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": home,
        "max_connections": 200,
        "fsync": "on",
        "synchronous_commit": "on",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    place.start("postgres", [binaries / "postgres", "-D", home / "data", *options], user=OWNER)
    psql = ["psql", "-h", "127.0.0.1", "-p", str(port), "-U", OWNER, "-d", "postgres", "-qAt", "-c"]

    def is_there() -> bool:
        return not subprocess.run([*psql, "select 1"], capture_output=True, check=False).returncode

    wait_for("postgres", is_there, place)
    for statement in (
        "create role portal login createdb",
        "create role ckan login",
        "create role datastore_reader login",
        "create database portal owner portal",
        "create database ckan owner ckan",
        "create database datastore owner ckan",
    ):
        subprocess.run([*psql, statement], capture_output=True, check=False, user=as_user(OWNER))
    return port


def start_redis(place: Place) -> int:
    """Start Redis with an append-only file and no eviction, as production must; return its port."""
    port = free_port()
    place.start(
        "redis",
        [
            "redis-server",
            *("--port", str(port), "--bind", "127.0.0.1", "--dir", place.folder("redis")),
            *("--appendonly", "yes", "--maxmemory-policy", "noeviction", "--save", ""),
        ],
    )

    def is_there() -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
                link.sendall(b"PING\r\n")
                return link.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    wait_for("redis", is_there, place)
    return port
