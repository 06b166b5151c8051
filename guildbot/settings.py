"""Settings: the environment, read once into one frozen object, with a readable sentence for everything that is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from guildbot import multibase

PREFIX = "GUILDBOT_"
MULTIKEY_SECRET = b"\x80\x26"  # what an Ed25519 seed begins with when it is written as a Multikey
Tokens = Annotated[tuple[str, ...], NoDecode]


class WrongSettings(Exception):
    """One sentence for each setting that is missing or wrong."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Settings(BaseSettings):
    """Every setting is `GUILDBOT_` and its name; `deploy/env.example` tells what each is for."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    database_url: str = "sqlite:///guildbot.db"
    slack_bot_token: Tokens = ()
    slack_app_token: Tokens = ()
    slack_api_url: str = "https://slack.com/api/"
    discord_token: str = ""
    discord_api_url: str = ""
    discord_gateway_url: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = Field(8080, ge=1, le=65535)
    public_url: str = ""
    signing_key: str = ""
    host_name: str = ""
    command_prefix: str = Field("", pattern=r"^[a-z0-9]{0,12}$")
    locale: str = "en"
    timezone: str = "UTC"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"

    @field_validator("slack_bot_token", "slack_app_token", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_tokens(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _beginning(value, "xoxb-", "a bot token, from “OAuth & Permissions”")

    @field_validator("slack_app_token")
    @classmethod
    def _app_tokens(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _beginning(value, "xapp-", "an app-level token with connections:write, from “Basic Information”")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value.startswith(("postgresql://", "postgresql+psycopg://")):
            return value
        if not value.startswith("sqlite:///") or len(value) <= len("sqlite:///"):
            raise ValueError(
                "it looks like sqlite:///guildbot.db (three slashes before a relative path, four before an absolute one) "
                "or postgresql+psycopg://user:password@host/database"
            )
        return value

    @field_validator("public_url")
    @classmethod
    def _address(cls, value: str) -> str:
        return _address(value) if value else value

    @field_validator("signing_key")
    @classmethod
    def _key(cls, value: str) -> str:
        if value:
            _seed(value)
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"there is no time zone “{value}”; a name like Europe/Berlin works")
        return value

    @model_validator(mode="after")
    def _pairs(self) -> Settings:
        if len(self.slack_bot_token) != len(self.slack_app_token):
            raise ValueError(
                f"GUILDBOT_SLACK_BOT_TOKEN has {len(self.slack_bot_token)} and GUILDBOT_SLACK_APP_TOKEN {len(self.slack_app_token)}; "
                "each workspace needs one of each, in the same order"
            )
        return self

    @property
    def database_path(self) -> Path | None:
        """The file, when the database is one; None on PostgreSQL."""
        return Path(self.database_url.removeprefix("sqlite:///")) if self.database_url.startswith("sqlite:///") else None

    @property
    def home(self) -> Path | str:
        """The database's file, or its PostgreSQL address."""
        return self.database_path or self.database_url

    @property
    def any_platform(self) -> bool:
        return bool(self.slack_bot_token or self.discord_token)

    @property
    def signing_seed(self) -> bytes | None:
        """The 32 bytes of the Ed25519 key that seals records; None: nothing is sealed here."""
        return _seed(self.signing_key) if self.signing_key else None

    @property
    def opens_http(self) -> bool:
        """Whether anything is to be shown on HTTP_HOST and HTTP_PORT: a key that others look up, or health that somebody asked for."""
        return bool(self.public_url and self.signing_key) or "http_port" in self.model_fields_set


def read(**given: Any) -> Settings:
    """The settings of this process. Raises WrongSettings."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise WrongSettings(*map(_sentence, error.errors())) from None


def _sentence(problem: Any) -> str:
    said = str(problem["msg"]).removeprefix("Value error, ")
    if not problem["loc"]:
        return f"{said}."
    name = PREFIX + str(problem["loc"][0]).upper()
    if problem["type"] == "string_pattern_mismatch":
        said = "up to twelve lower-case letters and digits"
    elif problem["loc"][0] == "http_port":
        said = "it is a number from 1 to 65535"
    elif problem["type"] == "literal_error":
        said = f"it is one of {problem['ctx']['expected']}"
    return f"{name} is wrong: {said}."


def _beginning(tokens: tuple[str, ...], start: str, what: str) -> tuple[str, ...]:
    for number, one in enumerate(tokens, 1):
        if not one.startswith(start):
            raise ValueError(f"token {number} of {len(tokens)} does not begin with {start}; it is {what}")
    return tokens


_ADDRESS = re.compile(r"https?://(?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*(?::[0-9]{1,5})?(?:/[a-zA-Z0-9_-][a-zA-Z0-9._-]*)*/?", re.IGNORECASE)


def _address(value: str) -> str:
    """Without what says nothing: a slash at its end, a usual port. A did:web is made of it, so it can only hold what that can."""
    if not _ADDRESS.fullmatch(value):
        raise ValueError(
            "it looks like https://guildbot.example.org or https://example.org/guildbot, with a name and no number, "
            "no user and nothing after the path"
        )
    parts = urlsplit(value)
    if parts.scheme == "http" and parts.hostname != "localhost":
        raise ValueError("http:// is for localhost only, because nobody could trust a key that came that way; use https://")
    try:
        port = parts.port
    except ValueError:
        raise ValueError("its port is a number from 1 to 65535") from None
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{parts.hostname}{f':{port}' if port not in (None, usual) else ''}{parts.path.rstrip('/')}"


def _seed(value: str) -> bytes:
    """The 32 bytes of a key written as a Multikey (z… or u…) or in plain base64."""
    for read_as in (multibase.decoded, multibase.base64):
        try:
            found = read_as(value)
        except ValueError:
            continue
        if len(found) == len(MULTIKEY_SECRET) + 32 and found.startswith(MULTIKEY_SECRET):
            return found.removeprefix(MULTIKEY_SECRET)
        if len(found) == 32 and read_as is multibase.base64:
            return found
    raise ValueError("it is no Ed25519 key; `guildbot keys new` makes one (32 bytes in base64 are taken as well)")
