"""The environment: what each variable does, and what is said about a wrong one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rehab import env

PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgresql://planner:p%40ss@db.example:5433/planner",
    "REDIS_URL": "redis://redis.example:6379/1",
    "EMAIL_URL": "smtp+tls://mailer:p%3Ass@mail.example:2587",
    "FROM_EMAIL": "Clinic <mail@clinic.example>",
    "ALLOWED_HOSTS": "clinic.example, www.clinic.example",
    "BASE_URL": "https://clinic.example/",
}

SHOW = "from rehab import env; e = env.load(); print(e.port, e.from_email)"


@pytest.fixture
def first_run(tmp_path) -> dict[str, str]:
    """All that is set on a machine where nothing is set, but the state directory."""
    return {"STATE_DIR": str(tmp_path / "state")}


def faults(variables: dict[str, str]) -> list[str]:
    with pytest.raises(env.SettingsError) as caught:
        env.read(variables)
    return caught.value.faults


def test_nothing_set_is_a_first_run(first_run):
    environment = env.read(first_run)

    assert environment.debug
    assert environment.host == "127.0.0.1"
    assert environment.base_url == "http://localhost:8000"
    assert environment.database["NAME"] == f"{first_run['STATE_DIR']}/db.sqlite3"
    assert environment.database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert environment.redis_url == f"redis+socket://{first_run['STATE_DIR']}/broker/valkey.sock"
    assert environment.own_broker
    assert environment.own_mailbox


def test_mail_of_a_first_run_goes_to_the_port_after_the_site(first_run):
    email = env.read({**first_run, "PORT": "8100"}).email

    assert (email["EMAIL_HOST"], email["EMAIL_PORT"]) == ("127.0.0.1", 8101)


def test_key_of_a_first_run_is_kept_and_private(first_run):
    key = env.read(first_run).secret_key

    assert len(key) >= 50
    assert env.read(first_run).secret_key == key
    assert Path(first_run["STATE_DIR"], "secret-key").stat().st_mode & 0o777 == 0o600


def test_production_takes_every_value_it_was_given(first_run):
    environment = env.read({**first_run, **PRODUCTION})

    assert not environment.debug
    assert environment.allowed_hosts == ["clinic.example", "www.clinic.example"]
    assert environment.base_url == "https://clinic.example"
    assert environment.database["PASSWORD"] == "p@ss"
    assert environment.database["CONN_MAX_AGE"] == 600
    assert not environment.own_broker
    assert environment.email == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 2587,
        "EMAIL_HOST_USER": "mailer",
        "EMAIL_HOST_PASSWORD": "p:ss",
        "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
    }


@pytest.mark.parametrize("name", env.REQUIRED)
def test_production_does_not_start_without(first_run, name):
    without = {key: value for key, value in PRODUCTION.items() if key != name}

    (fault,) = faults({**first_run, **without})

    assert fault == f"{name} is missing, and DEBUG is off: {env.HINTS[name]}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "clinic.example"),
        ("BASE_URL", "https://clinic.example/app"),
        ("DATABASE_URL", "mysql://db.example/planner"),
        ("DATABASE_URL", "postgresql://db.example"),
        ("DATABASE_URL", "planner"),
        ("DEBUG", "maybe"),
        ("EMAIL_URL", "mail.example"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://mail.example:many"),
        ("FROM_EMAIL", "Clinic"),
        ("PORT", "0"),
        ("PORT", "65535"),
        ("PORT", "http"),
        ("REDIS_URL", "redis.example:6379"),
        ("REDIS_URL", "amqp://rabbit.example"),
    ],
)
def test_unusable_value_is_refused_by_name(first_run, name, value):
    (fault,) = faults({**first_run, name: value})

    assert fault == f"{name} is not usable: {env.HINTS[name]}"


def test_short_key_is_refused_in_production(first_run):
    (fault,) = faults({**first_run, **PRODUCTION, "SECRET_KEY": "hunter2"})

    assert fault.startswith("SECRET_KEY is not usable")


def test_state_directory_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()

    (fault,) = faults({"STATE_DIR": str(tmp_path / "file" / "state")})

    assert fault.startswith("STATE_DIR is not usable (Not a directory)")


def test_empty_value_counts_as_missing(first_run):
    assert env.read({**first_run, "REDIS_URL": "", "DATABASE_URL": " "}).own_broker


def test_socket_of_a_deep_state_directory_moves_where_it_can_be_bound(tmp_path):
    deep = tmp_path / ("d" * 120)

    socket = env.broker_socket(deep)

    assert len(str(socket)) <= env.LONGEST_SOCKET_PATH
    assert socket == env.broker_socket(deep)
    assert socket != env.broker_socket(tmp_path / ("e" * 120))


def test_faulty_start_ends_with_one_message_and_no_traceback(tmp_path):
    variables = {"PATH": os.environ["PATH"], "ENV_FILE": "", "STATE_DIR": str(tmp_path)}

    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={**variables, "PORT": "http", "EMAIL_URL": "mail.example"},
        cwd=env.ROOT,
        capture_output=True,
        text=True,
    )

    assert result.returncode == 2
    assert result.stderr.startswith("The settings do not allow a start:\n")
    assert "PORT is not usable" in result.stderr
    assert "EMAIL_URL is not usable" in result.stderr
    assert "Traceback" not in result.stderr


def test_env_file_is_read_and_never_overrules_the_process(tmp_path):
    file = tmp_path / "env"
    file.write_text("PORT=8200\nFROM_EMAIL=file@clinic.example\n")
    variables = {"PATH": os.environ["PATH"], "ENV_FILE": str(file), "STATE_DIR": str(tmp_path)}

    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "from rehab import env; e = env.load(); print(e.port, e.from_email)",
        ],
        env={**variables, "PORT": "8300"},
        cwd=env.ROOT,
        capture_output=True,
        text=True,
    )

    assert result.stdout == "8300 file@clinic.example\n"
