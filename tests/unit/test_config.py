"""The configuration: what it reads, what it derives, what production refuses."""

import os
from pathlib import Path

import pytest

import config
from config import BadSettings, Config

SAFE = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "correct horse battery staple, and then some",
    "PUBLIC_URL": "https://learn.example.org",
    "TRUSTED_HOSTS": "learn.example.org",
    "SMTP_URL": "smtp://mail.example.org",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder that is not there yet."""
    return tmp_path / "home"


def test_nothing_set_is_a_demo_on_this_machine(home):
    found = Config.from_env({"CROWDLEARN_HOME": str(home)})
    assert (found.environment, found.port, found.payments) == ("demo", 8000, "sandbox")
    assert found.database_url == f"sqlite:///{home}/crowdlearn.db"
    assert found.public_url == "http://127.0.0.1:8000"
    assert found.money_per_pledge == 500_00
    assert found.mapping()["MONEY_PER_PERSON"] == 2000_00
    assert found.mapping()["BRAND_NAME"] == "CrowdLearn"


@pytest.mark.parametrize(
    ("environ", "payments", "modes"),
    [
        ({}, "sandbox", ("expertise_only", "collected", "card")),
        ({"ENVIRONMENT": "development"}, "offline", ("expertise_only", "collected")),
        ({"PAYMENTS": "offline"}, "offline", ("expertise_only", "collected")),
        ({"HOST_MONEY_MODES": "collected"}, "sandbox", ("collected",)),
        ({"ENVIRONMENT": "development", "PAYMENTS": "stripe"}, "stripe", ("expertise_only", "collected", "card")),
    ],
)
def test_cards_are_pretended_in_a_demo_and_offered_where_they_are_taken(home, environ, payments, modes):
    found = Config.from_env(environ | {"CROWDLEARN_HOME": str(home)})
    assert (found.payments, found.host_money_modes) == (payments, modes)


def test_a_demo_makes_its_secret_once_and_keeps_it_to_itself(home):
    first = Config.from_env({"CROWDLEARN_HOME": str(home)})
    assert len(first.secret_key) >= config.SHORTEST_SECRET
    assert Config.from_env({"CROWDLEARN_HOME": str(home)}).secret_key == first.secret_key
    assert [path.stat().st_mode & 0o777 for path in (home, home / "secret")] == [0o700, 0o600]


def test_an_empty_value_means_the_default(home):
    assert Config.from_env({"CROWDLEARN_HOME": str(home), "PORT": ""}).port == 8000


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "http", "PORT must be a number from 1 to 65535."),
        ("PORT", "70000", "PORT must be a number from 1 to 65535."),
        ("ENVIRONMENT", "prod", "ENVIRONMENT must be one of development, demo, production."),
        ("MONEY_PER_PLEDGE", "500,5", "MONEY_PER_PLEDGE must be an amount such as 500.00."),
        ("HOST_MONEY_MODES", "card,gold", "HOST_MONEY_MODES must be one of expertise_only, collected, card."),
        ("DEBUG", "maybe", "DEBUG must be one of 0, 1."),
        ("PROXIES", "-1", "PROXIES must be a whole number."),
    ],
)
def test_a_value_that_cannot_be_read_gives_one_sentence(home, name, value, sentence):
    with pytest.raises(BadSettings) as refused:
        Config.from_env({"CROWDLEARN_HOME": str(home), name: value})
    assert str(refused.value) == sentence


def test_a_home_that_cannot_be_written_to_gives_one_sentence(home):
    home.touch()
    with pytest.raises(BadSettings, match=f"^The folder {home}/var cannot be written to: Not a directory\\.$"):
        Config.from_env({"CROWDLEARN_HOME": str(home / "var")})


def test_production_starts_with_safe_settings(home):
    safe = Config.from_env(SAFE | {"CROWDLEARN_HOME": str(home)})
    safe.refuse_unsafe()
    assert safe.problems() == []
    assert not home.exists()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY is a known word"),
        ({"SECRET_KEY": "short but unknown"}, "SECRET_KEY is shorter than 32 characters"),
        ({"SECRET_KEY": "x" * 40}, "SECRET_KEY is one character repeated"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL is missing"),
        ({"PUBLIC_URL": "http://learn.example.org"}, "PUBLIC_URL is not https"),
        ({"TRUSTED_HOSTS": ""}, "TRUSTED_HOSTS is empty"),
        ({"TRUSTED_HOSTS": "other.example.org"}, "TRUSTED_HOSTS does not hold the host of PUBLIC_URL"),
        ({"SMTP_URL": ""}, "SMTP_URL is missing"),
        ({"PAYMENTS": "sandbox"}, "PAYMENTS is sandbox"),
        ({"PAYMENTS": "stripe"}, "STRIPE_SECRET_KEY is missing"),
        ({"STRIPE_SECRET_KEY": "sk_live_a"}, "live keys of Stripe need PAYMENTS_LIVE=1"),
        ({"PAYMENTS_LIVE": "1", "STRIPE_SECRET_KEY": "sk_test_a"}, "PAYMENTS_LIVE=1 needs live keys of Stripe"),
        (
            {"PAYMENTS_LIVE": "1", "STRIPE_SECRET_KEY": "sk_live_a", "STRIPE_PUBLISHABLE_KEY": "pk_test_a"},
            "live and test keys of Stripe are mixed",
        ),
        (
            {"PAYMENTS_LIVE": "1", "STRIPE_SECRET_KEY": "sk_live_a", "STRIPE_API_BASE": "http://127.0.0.1:1"},
            "STRIPE_API_BASE is set with a live key",
        ),
    ],
)
def test_production_refuses(home, changed, problem):
    asked = Config.from_env(SAFE | changed | {"CROWDLEARN_HOME": str(home)})
    with pytest.raises(BadSettings, match=r"^Production refuses to start: ") as refused:
        asked.refuse_unsafe()
    assert problem in str(refused.value)
    Config.from_env(changed | {"CROWDLEARN_HOME": str(home), "ENVIRONMENT": "development"}).refuse_unsafe()


def test_the_documented_table_is_the_table():
    document = (Path(config.__file__).parent / "docs" / "operations.md").read_text("utf-8")
    assert config.table() in document, 'python -c "import config; print(config.table())"'


def test_no_secret_is_shown_by_default(home):
    secrets = {"SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "SMTP_URL", "STRIPE_SECRET_KEY"}
    marked = {line for line in config.table().splitlines() if line.endswith("(secret) |")}
    assert {name for name in secrets if any(f"`{name}`" in line for line in marked)} == secrets


def test_the_environment_of_this_process_is_read(home, monkeypatch):
    monkeypatch.setitem(os.environ, "CROWDLEARN_HOME", str(home))
    monkeypatch.setitem(os.environ, "PORT", "8765")
    assert Config.from_env().port == 8765
