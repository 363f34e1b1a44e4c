"""Solr 9 and CKAN 2.12: the real server the portal syncs to."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.services.place import Place, ServiceError, answers, free_port, wait_for

HERE = Path(__file__).parent
CKAN = ("ckan[requirements]==2.12.0", "ckanapi==4.11", "gunicorn", "setuptools")
WSGI = """from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app

application = make_app(CKANConfigLoader({ini!r}).get_config())
"""


def start_solr(place: Place) -> int:
    """Start Solr with CKAN's schema, index in memory; return its port. CKAN's environment must be there."""
    port = free_port()
    work = place.folder("solr")
    for name in ("pom.xml", "Solr.java"):
        shutil.copy(HERE / "solr" / name, work / name)
    if not (work / "target" / "lib").is_dir():
        place.run("solr", ["mvn", "-q", "-B", "-f", work / "pom.xml", "package"])
    home = place.folder("solr/home")
    (home / "solr.xml").write_text("<solr/>")
    conf = place.folder("solr/home/ckan/conf")
    (home / "ckan" / "core.properties").write_text("name=ckan\n")
    shutil.copy(HERE / "solr" / "solrconfig.xml", conf / "solrconfig.xml")
    for name in ("synonyms.txt", "protwords.txt", "stopwords.txt"):
        (conf / name).touch()
    shutil.copy(_only(place.root / "ckan" / "venv", "lib/python3*/site-packages/ckan/config/solr/schema.xml"), conf)
    jars = work / "target" / "lib" / "*"
    place.start(
        "solr",
        [
            "java",
            "-Xmx384m",
            f"-Dsolr.log.dir={place.folder('logs')}",
            "-cp",
            jars,
            work / "Solr.java",
            str(port),
            home,
        ],
    )
    wait_for("solr", lambda: answers(f"http://127.0.0.1:{port}/solr/ckan/select?q=*:*"), place)
    return port


def install_ckan(place: Place) -> Path:
    """Install CKAN into an environment of its own; return that environment's bin folder."""
    venv = place.folder("ckan") / "venv"
    if not (venv / "bin" / "ckan").exists():
        place.run("ckan", [sys.executable, "-m", "venv", venv])
        place.run("ckan", [venv / "bin" / "pip", "install", "-q", *CKAN])
    return venv / "bin"


def start_ckan(place: Place, *, postgres: int, redis: int, solr: int) -> tuple[int, str]:
    """Start CKAN with the DataStore; return its port and a system administrator's token."""
    port = free_port()
    home = place.folder("ckan")
    binaries = home / "venv" / "bin"
    ini = home / "ckan.ini"
    if not ini.exists():
        place.run("ckan", [binaries / "ckan", "generate", "config", ini])
    settings = {
        "sqlalchemy.url": f"postgresql://ckan@127.0.0.1:{postgres}/ckan",
        "ckan.datastore.write_url": f"postgresql://ckan@127.0.0.1:{postgres}/datastore",
        "ckan.datastore.read_url": f"postgresql://datastore_reader@127.0.0.1:{postgres}/datastore",
        "ckan.redis.url": f"redis://127.0.0.1:{redis}/5",
        "solr_url": f"http://127.0.0.1:{solr}/solr/ckan",
        "ckan.site_url": f"http://127.0.0.1:{port}",
        "ckan.storage_path": place.folder("ckan/storage"),
        "ckan.plugins": "datastore",
        "ckan.max_resource_size": 200,
        "ckan.auth.user_create_organizations": "false",
        "ckan.auth.user_create_groups": "false",
        "ckan.locale_default": "en",  # its messages are compared with ours, which answer as the untranslated ones
    }
    place.run("ckan", [binaries / "ckan", "config-tool", ini, *(f"{key}={value}" for key, value in settings.items())])
    ckan: list[str | Path] = [binaries / "ckan", "-c", ini]
    place.run("ckan", [*ckan, "db", "upgrade"])
    place.run("ckan", [*ckan, "db", "pending-migrations", "--apply"])
    _allow_reader(ckan, postgres)
    token = home / "token"
    if not token.exists():
        place.run("ckan", [*ckan, "user", "add", "admin", "email=admin@example.org", "password=loopback-only-1"])
        place.run("ckan", [*ckan, "sysadmin", "add", "admin"])
        made = subprocess.run([*ckan, "user", "token", "add", "admin", "portal"], capture_output=True, check=True)
        token.write_text(made.stdout.decode().split()[-1])
    (home / "portal_test_wsgi.py").write_text(WSGI.format(ini=str(ini)))
    place.start(
        "ckan",
        [
            binaries / "gunicorn",
            *("-w", "2", "--threads", "4", "--timeout", "300", "-b", f"127.0.0.1:{port}"),
            *("--chdir", home, "portal_test_wsgi:application"),
        ],
    )
    wait_for("ckan", lambda: answers(f"http://127.0.0.1:{port}/api/3/action/package_search?rows=0"), place)
    return port, token.read_text()


def _allow_reader(ckan: list[str | Path], postgres: int) -> None:
    """Give the DataStore's reader its rights, by the statements CKAN itself prints."""
    printed = subprocess.run([*ckan, "datastore", "set-permissions"], capture_output=True, check=True)
    lines = [line for line in printed.stdout.decode().splitlines() if not line.startswith("20")]  # its log lines
    psql = ["psql", "-h", "127.0.0.1", "-p", str(postgres), "-U", "postgres", "-q", "--set", "ON_ERROR_STOP=1"]
    done = subprocess.run(psql, input="\n".join(lines).encode(), capture_output=True, check=False)
    if done.returncode:
        raise ServiceError("ckan: the DataStore's rights could not be set")


def _only(root: Path, pattern: str) -> Path:
    found = list(root.glob(pattern))
    if len(found) != 1:
        raise ServiceError(f"ckan: {pattern} is not there")
    return found[0]


def lap(started: float, what: str) -> None:
    """Say on standard error how long it took until `what` was there."""
    sys.stderr.write(f"{time.monotonic() - started:6.1f} s  {what}\n")
