"""The demonstration's agencies and people; passwords are random, shown once, good for this instance only."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from catalog.actions.agencies import create_agency
from catalog.actions.people import system_actor
from catalog.seed import seed_record
from portal.accounts.enrol import open_account
from portal.demo.samples import Sample
from portal.migrations import upgrade
from portal.settings import load_settings, write_env_file
from portal.wiring import build_deps

DOMAIN = "demo.invalid"  # a name that can never be a real mail address (RFC 2606)


@dataclass(frozen=True, slots=True)
class Player:
    """One person of the demonstration."""

    email: str
    password: str
    name: str
    role: str
    agency: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody: one uploader and one officer for each agency, and the platform's own people."""

    uploaders: dict[str, Player]
    officers: dict[str, Player]
    others: tuple[Player, ...]

    @property
    def everybody(self) -> tuple[Player, ...]:
        """All players."""
        return (*self.others, *self.uploaders.values(), *self.officers.values())


def assemble(home: Path, samples: tuple[Sample, ...], extra: dict[str, str] | None = None) -> Cast:
    """Make a fresh instance with the samples' agencies and their people.

    Args:
        home: an empty or missing folder.
        samples: whose agencies are wanted.
        extra: further settings by field name.
    """
    write_env_file(home, {"demo": "true", "log_level": "WARNING"} | (extra or {}))
    settings = load_settings(home)
    deps = build_deps(settings)
    if deps.sessions is None:
        raise RuntimeError("the demonstration needs a database")
    upgrade(deps.sessions.kw["bind"])
    with deps.sessions() as session:
        seed_record(session)
        system = system_actor(session)
        agencies = dict.fromkeys((one.agency, one.kind) for one in samples)
        uploaders, officers = {}, {}

        def enrol(name: str, role: str, agency: str, email: str, agency_id: object = None) -> Player:
            player = Player(f"{email}@{DOMAIN}", secrets.token_urlsafe(9), name, role, agency)
            open_account(
                session,
                actor=system,
                deps=deps,
                name=name,
                email=player.email,
                password=player.password,
                roles=frozenset({role}),
                agency_id=agency_id,  # type: ignore[arg-type]  # a UUID or None
            )
            return player

        for number, (agency, kind) in enumerate(agencies, start=1):
            slug = f"{kind.lower()}-{number:02d}"
            made = create_agency(
                session, actor=system, deps=deps, slug=slug, code=f"DEMO{number:04d}", kind_code=kind, name=agency
            )
            uploaders[agency] = enrol(f"{agency}报送员", "uploader", agency, f"uploader-{slug}", made.id)
            officers[agency] = enrol(f"{agency}审核员", "officer", agency, f"officer-{slug}", made.id)
        others = tuple(
            enrol(name, role, "平台", email)
            for name, role, email in (
                ("平台管理员", "admin", "admin"),
                ("平台审核员", "officer", "officer"),
                ("保密员", "secrecy", "secrecy"),
                ("开发者", "developer", "developer"),
            )
        )
    return Cast(uploaders, officers, others)
