"""Settings: made once with strong secrets, refused when weak, missing or malformed; values never shown."""

import stat

import pytest

from portal.settings import SettingsError, load_settings, write_env_file


def test_an_instance_gets_strong_secrets_that_only_its_owner_can_read(tmp_path):
    path = write_env_file(tmp_path / "one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    settings = load_settings(tmp_path / "one")
    keys = {settings.secret_key, settings.master_key, settings.digest_key, settings.pseudonym_key, settings.totp_secret}
    assert len(keys) == 5
    assert len(settings.master_key_bytes) == 32
    assert settings.database_url == f"sqlite:///{settings.home / 'portal.db'}"
    assert not any(key in repr(settings) for key in keys)


def test_running_init_again_keeps_the_keys(tmp_path):
    before = write_env_file(tmp_path).read_text()
    write_env_file(tmp_path, {"demo": "true"})
    assert (tmp_path / "portal.env").read_text() == before


def test_a_missing_instance_says_what_to_do(tmp_path):
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "nowhere")
    assert caught.value.code == "settings.missing"
    assert "portal init" in caught.value.message_zh


@pytest.mark.parametrize("weak", ["short", "changeme-changeme-changeme-changeme-1", "a" * 64, "0" * 64])
def test_a_weak_secret_refuses_to_start_and_is_not_shown(tmp_path, monkeypatch, weak):
    write_env_file(tmp_path)
    monkeypatch.setenv("PORTAL_SECRET_KEY", weak)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert caught.value.code == "settings.weak_secret"
    assert weak not in caught.value.message_zh
    assert caught.value.__cause__ is None


def test_a_malformed_setting_is_named_and_not_quoted(tmp_path, monkeypatch):
    write_env_file(tmp_path)
    monkeypatch.setenv("PORTAL_JOB_DEADLINE_SECONDS", "tomorrow-13800000000")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert "PORTAL_JOB_DEADLINE_SECONDS" in caught.value.message_zh
    assert "13800000000" not in str(caught.value)


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    write_env_file(tmp_path, {"children": "3"})
    assert load_settings(tmp_path).children == 3
    monkeypatch.setenv("PORTAL_CHILDREN", "1")
    assert load_settings(tmp_path).children == 1
