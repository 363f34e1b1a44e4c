"""`python -m tests.services up|down DIR [--ckan]`."""

import argparse
import sys
import time
from pathlib import Path

from tests.services.catalogue import install_ckan, lap, start_ckan, start_solr
from tests.services.databases import start_postgres, start_redis
from tests.services.packages import install
from tests.services.place import Place, ServiceError


def up(place: Place, *, with_ckan: bool) -> dict[str, str]:
    """Start the services; return the settings by which tests reach them."""
    started = time.monotonic()
    install(with_ckan=with_ckan)
    lap(started, "system packages")
    postgres = start_postgres(place)
    lap(started, "PostgreSQL")
    redis = start_redis(place)
    lap(started, "Redis")
    found = {
        "PORTAL_TEST_DATABASE_URL": f"postgresql+psycopg://portal@127.0.0.1:{postgres}/portal",
        "PORTAL_TEST_REDIS_URL": f"redis://127.0.0.1:{redis}/1",
    }
    if with_ckan:
        install_ckan(place)
        lap(started, "CKAN installed")
        solr = start_solr(place)
        lap(started, "Solr")
        port, token = start_ckan(place, postgres=postgres, redis=redis, solr=solr)
        lap(started, "CKAN")
        found |= {"PORTAL_TEST_CKAN_URL": f"http://127.0.0.1:{port}", "PORTAL_TEST_CKAN_TOKEN": token}
    return found


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.services", description=__doc__)
    parser.add_argument("verb", choices=("up", "down"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ckan", action="store_true", help="Solr and CKAN too")
    asked = parser.parse_args()
    place = Place(asked.folder.resolve())
    if asked.verb == "down":
        sys.stderr.write(f"stopped: {', '.join(place.stop_all()) or 'nothing was running'}\n")
        return 0
    try:
        found = up(place, with_ckan=asked.ckan)
    except ServiceError as error:
        sys.stderr.write(f"{error}\n")
        place.stop_all()
        return 1
    lines = "".join(f"{name}={value}\n" for name, value in found.items())
    (place.root / "env").write_text(lines)
    sys.stdout.write(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
