"""The configuration: everything comes from the environment, and the table below is all of it."""

import os
import re
import secrets
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")
KNOWN_SECRETS = ("secret", "changeme", "change-me", "dev", "development", "password", "test", "default")
SHORTEST_SECRET = 32
CARDS = ("sandbox", "stripe")


class BadSettings(ValueError):  # noqa: N818 - it is said to a person
    """Settings that the program refuses to start with; the message is one sentence for the person who set them."""


def text(raw: str) -> str:
    """Read a text as it is."""
    return raw


def listed(raw: str) -> tuple[str, ...]:
    """Read words separated by commas."""
    return tuple(word.strip() for word in raw.split(",") if word.strip())


def some_of(*choices: str) -> Callable[[str], tuple[str, ...]]:
    """Read a few of a few words."""
    return lambda raw: tuple(map(one_of(*choices), listed(raw)))


def yes(raw: str) -> bool:
    """Read a switch."""
    return one_of("0", "1")(raw) == "1"


def cents(raw: str) -> int:
    """Read an amount such as "500.00"; integer cents."""
    if not re.fullmatch(r"\d{1,9}(\.\d{2})?", raw):
        raise ValueError("an amount such as 500.00")
    whole, _, part = raw.partition(".")
    return int(whole) * 100 + int(part or "0")


def number(raw: str) -> int:
    """Read a small whole number."""
    if not raw.isdigit():
        raise ValueError("a whole number")
    return int(raw)


def port_number(raw: str) -> int:
    """Read a port number."""
    if not raw.isdigit() or not 1 <= int(raw) <= 65535:
        raise ValueError("a number from 1 to 65535")
    return int(raw)


def one_of(*choices: str) -> Callable[[str], str]:
    """Read one of a few words."""

    def read(raw: str) -> str:
        if raw not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return raw

    return read


def or_nothing(read: Callable[[str], str]) -> Callable[[str], str]:
    """Read as `read` does, or nothing: what follows from other settings."""
    return lambda raw: read(raw) if raw else ""


def setting(name: str, default: str, meaning: str, read: Callable[[str], T] = text, *, secret: bool = False) -> T:  # type: ignore[assignment]
    """Describe one line of the table; `secret` values are never shown."""
    described: T = field(
        metadata={"name": name, "default": default, "meaning": meaning, "read": read, "secret": secret}
    )
    return described


@dataclass(frozen=True, kw_only=True)
class Config:
    """Every setting, read once at start. Amounts are integer cents of CAD."""

    environment: str = setting(
        "ENVIRONMENT",
        "demo",
        "`demo` has invented people, a clock that can be moved and readable mail; `development` has none of it; "
        "`production` refuses unsafe settings",
        one_of("development", "demo", "production"),
    )
    home: Path = setting("CROWDLEARN_HOME", "var", "folder of database, uploads, mail and logs", Path)
    bind: str = setting("BIND", "127.0.0.1", "address to listen on; a proxy with TLS stands before it")
    port: int = setting("PORT", "8000", "port to listen on", port_number)
    database_url: str = setting(
        "DATABASE_URL",
        "",
        "PostgreSQL as `postgresql+psycopg://…`; empty: SQLite in CROWDLEARN_HOME",
        secret=True,
    )
    secret_key: str = setting(
        "SECRET_KEY",
        "",
        f"signs cookies and links, {SHORTEST_SECRET} characters or more; empty outside production: made once and kept",
        secret=True,
    )
    secret_key_fallbacks: tuple[str, ...] = setting(
        "SECRET_KEY_FALLBACKS", "", "earlier secrets, still accepted", listed, secret=True
    )
    debug: bool = setting("DEBUG", "0", "show errors in the browser; never in production", yes)
    public_url: str = setting("PUBLIC_URL", "", "address people use, for links in mail; empty: http://127.0.0.1:PORT")
    trusted_hosts: tuple[str, ...] = setting(
        "TRUSTED_HOSTS", "", "host names to answer to, with commas; empty: this machine's loopback names", listed
    )
    proxies: int = setting("PROXIES", "0", "how many proxies before the program set X-Forwarded headers", number)
    log_level: str = setting("LOG_LEVEL", "INFO", "least level to log", one_of("DEBUG", "INFO", "WARNING", "ERROR"))
    brand_name: str = setting("BRAND_NAME", "CrowdLearn", "name shown in header, titles and mail")
    brand_logo: str = setting("BRAND_LOGO", "", "path of a logo under static/; empty: the name in words")
    host_name: str = setting("HOST_NAME", "CrowdLearn", "the body that runs this installation")
    host_legal_en: str = setting("HOST_LEGAL_EN", "", "legal notice in the footer, English")
    host_legal_fr: str = setting("HOST_LEGAL_FR", "", "legal notice in the footer, French")
    host_join: str = setting(
        "HOST_JOIN",
        "domains",
        "who may join: work addresses of known domains, by invitation, or open",
        one_of("domains", "invitation", "open"),
    )
    host_reading: str = setting(
        "HOST_READING", "public", "who may read pitches and share-backs", one_of("public", "members")
    )
    host_money_modes: tuple[str, ...] = setting(
        "HOST_MONEY_MODES",
        "",
        "money modes that an organisation may adopt: expertise_only, collected, card; empty: all that PAYMENTS offers",
        some_of("expertise_only", "collected", "card"),
    )
    payments: str = setting(
        "PAYMENTS",
        "",
        "`offline`: a treasurer records what came in; `sandbox`: pretended cards; `stripe`; empty: sandbox in a demo, "
        "offline elsewhere",
        or_nothing(one_of("offline", *CARDS)),
    )
    payments_live: bool = setting("PAYMENTS_LIVE", "0", "1 allows live Stripe keys", yes)
    stripe_secret_key: str = setting("STRIPE_SECRET_KEY", "", "Stripe's secret key", secret=True)
    stripe_publishable_key: str = setting("STRIPE_PUBLISHABLE_KEY", "", "Stripe's publishable key")
    stripe_webhook_secret: tuple[str, ...] = setting(
        "STRIPE_WEBHOOK_SECRET",
        "",
        "signs Stripe's reports to us; several with commas while one is replaced",
        listed,
        secret=True,
    )
    stripe_checkout_origin: str = setting(
        "STRIPE_CHECKOUT_ORIGIN", "https://checkout.stripe.com", "where saving a card leads"
    )
    installation: str = setting(
        "INSTALLATION", "crowdlearn", "name in every request to the processor; each copy of a database needs its own"
    )
    stripe_api_base: str = setting("STRIPE_API_BASE", "", "another address than Stripe's own, for tests")
    money_per_pledge: int = setting("MONEY_PER_PLEDGE", "500.00", "greatest single pledge", cents)
    money_per_pair: int = setting(
        "MONEY_PER_PAIR", "1000.00", "greatest sum from one person to another in a year", cents
    )
    money_per_person: int = setting("MONEY_PER_PERSON", "2000.00", "greatest sum from one person in a year", cents)
    money_second_person: int = setting(
        "MONEY_SECOND_PERSON", "200.00", "refunds and payouts from here on need a second person", cents
    )
    smtp_url: str = setting(
        "SMTP_URL",
        "",
        "`smtp://user:password@host:587` or `smtps://…`; empty: mail is kept as files in CROWDLEARN_HOME/mail",
        secret=True,
    )
    mail_from: str = setting("MAIL_FROM", "CrowdLearn <crowdlearn@localhost>", "sender of all mail")
    limit_sign_in: str = setting(
        "LIMIT_SIGN_IN", "10 per 5 minutes", "sign-ins per account and network, and per address"
    )
    limit_sign_in_overall: str = setting("LIMIT_SIGN_IN_OVERALL", "1000 per 5 minutes", "sign-ins overall")
    limit_second_factor: str = setting("LIMIT_SECOND_FACTOR", "5 per 5 minutes", "second factors per account")
    limit_reset: str = setting("LIMIT_RESET", "5 per day", "forgotten passwords per address")
    limit_sign_up: str = setting("LIMIT_SIGN_UP", "5 per hour", "sign-ups per network address")
    limit_pledge: str = setting("LIMIT_PLEDGE", "20 per day", "pledges per person")
    limit_card: str = setting("LIMIT_CARD", "5 per day", "cards saved per person")
    limit_comment: str = setting("LIMIT_COMMENT", "10 per 10 minutes", "questions and comments per person")
    limit_check_in: str = setting("LIMIT_CHECK_IN", "10 per 10 minutes", "codes tried at the door per person")
    limit_upload: str = setting("LIMIT_UPLOAD", "30 per hour", "uploads per person")
    limit_export: str = setting("LIMIT_EXPORT", "5 per day", "exports of one's own data")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Config":
        """Return the configuration. Raises BadSettings for a value that cannot be read."""
        environ = os.environ if environ is None else environ
        return cls(**_derived({line.name: _read(line, environ) for line in fields(cls)}))

    @classmethod
    def of_this_process(cls) -> "Config":
        """Return the configuration; a value that cannot be read ends the process with its sentence."""
        try:
            return cls.from_env()
        except BadSettings as refused:
            sys.exit(str(refused))

    def refuse_unsafe(self) -> None:
        """Raise BadSettings for what production must not serve with; elsewhere it is what makes it convenient."""
        if self.environment == "production" and (problems := self.problems()):
            raise BadSettings(f"Production refuses to start: {'; '.join(problems)}.")

    def mapping(self) -> dict[str, Any]:
        """Return the settings by their names, for Flask's `app.config`; PROBLEMS is what production would refuse."""
        named = {line.metadata["name"]: getattr(self, line.name) for line in fields(self)}
        return {**named, "PROBLEMS": self.problems()}

    def problems(self) -> list[str]:
        """Return what production refuses, a few words each; an empty list when nothing is wrong."""
        address = urlsplit(self.public_url)
        found = {
            "SECRET_KEY is missing": not self.secret_key,
            "SECRET_KEY is a known word": self.secret_key.lower() in KNOWN_SECRETS,
            f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters": 0 < len(self.secret_key) < SHORTEST_SECRET,
            "SECRET_KEY is one character repeated": len(set(self.secret_key)) == 1,
            "DEBUG is on": self.debug,
            "PUBLIC_URL is missing": not self.public_url,
            "PUBLIC_URL is not https": bool(self.public_url) and address.scheme != "https",
            "TRUSTED_HOSTS is empty": not self.trusted_hosts,
            "TRUSTED_HOSTS does not hold the host of PUBLIC_URL": bool(self.trusted_hosts and address.hostname)
            and address.hostname not in self.trusted_hosts,
            "PAYMENTS is sandbox": self.payments == "sandbox",
            "SMTP_URL is missing": not self.smtp_url,
        }
        return [words for words, wrong in found.items() if wrong] + self._payment_problems()

    def _payment_problems(self) -> list[str]:
        keys = (self.stripe_secret_key, self.stripe_publishable_key)
        live = [key.startswith(("sk_live_", "rk_live_", "pk_live_")) for key in keys if key]
        needed = {"STRIPE_SECRET_KEY": keys[0], "STRIPE_WEBHOOK_SECRET": self.stripe_webhook_secret}
        found = {f"{name} is missing": self.payments == "stripe" and not value for name, value in needed.items()} | {
            "live and test keys of Stripe are mixed": any(live) and not all(live),
            "live keys of Stripe need PAYMENTS_LIVE=1": any(live) and not self.payments_live,
            "PAYMENTS_LIVE=1 needs live keys of Stripe": self.payments_live and not any(live),
            "STRIPE_API_BASE is set with a live key": any(live) and bool(self.stripe_api_base),
        }
        return [words for words, wrong in found.items() if wrong]


def table() -> str:
    """Return the table of settings in Markdown, as docs/operations.md shows it."""
    rows = ["| setting | default | meaning |", "| --- | --- | --- |"]
    for line in fields(Config):
        shown = f"`{line.metadata['default']}`" if line.metadata["default"] else "–"
        meaning = f"{line.metadata['meaning']} (secret)" if line.metadata["secret"] else line.metadata["meaning"]
        rows.append(f"| `{line.metadata['name']}` | {shown} | {meaning} |")
    return "\n".join(rows)


def _read(line: Field[Any], environ: Mapping[str, str]) -> Any:
    name, default, read = line.metadata["name"], line.metadata["default"], line.metadata["read"]
    try:
        return read(environ.get(name, "") or default)
    except ValueError as error:
        raise BadSettings(f"{name} must be {error}.") from None


def _derived(values: dict[str, Any]) -> dict[str, Any]:
    """Fill what follows from other settings; production gets no convenient defaults."""
    home = values["home"] = values["home"].absolute()
    values["database_url"] = values["database_url"] or f"sqlite:///{home / 'crowdlearn.db'}"
    values["payments"] = values["payments"] or ("sandbox" if values["environment"] == "demo" else "offline")
    modes = ("expertise_only", "collected", "card")
    values["host_money_modes"] = values["host_money_modes"] or modes[: 2 + (values["payments"] in CARDS)]
    if values["environment"] != "production":
        values["secret_key"] = values["secret_key"] or kept_secret(home)
        values["public_url"] = values["public_url"] or f"http://127.0.0.1:{values['port']}"
        values["trusted_hosts"] = values["trusted_hosts"] or ("127.0.0.1", "localhost", "[::1]")
    return values


def kept_secret(home: Path) -> str:
    """Return the secret that this installation made for itself, made now if there is none."""
    path, draft = home / "secret", home / f"secret.{os.getpid()}"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)  # the umask of who starts us may be open to others
        if not path.exists():
            draft.touch(0o600)
            draft.write_text(secrets.token_urlsafe(48))
            with suppress(FileExistsError):  # another process was quicker; its secret stands
                os.link(draft, path)
            draft.unlink()
        return path.read_text()
    except OSError as error:
        raise BadSettings(f"The folder {home} cannot be written to: {error.strerror}.") from None
