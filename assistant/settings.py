"""Settings: environment variables ``ZHIBIAO_…`` or ``zhibiao.toml`` in the working folder; embedded defaults otherwise."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Settings(BaseSettings):
    """What an installation can set. ``state`` holds everything that must survive: index, conversations, uploads.

    ``rules`` is a file with thresholds of the checker's rules and ``words`` a folder with word lists, both over those that
    ship. ``model_base_url`` and ``model_name`` point at any OpenAI-compatible endpoint; without them the product drafts from
    cases and says so. Times are seconds.
    """

    model_config = SettingsConfigDict(
        env_prefix="ZHIBIAO_", toml_file="zhibiao.toml", extra="ignore", frozen=True, protected_namespaces=()
    )

    state: Path = Field(default_factory=lambda: Path.home() / ".zhibiao")
    rules: Path | None = None
    words: Path | None = None
    host: str = "127.0.0.1"
    port: int = 7860
    model_base_url: str | None = None
    model_name: str | None = None
    model_key: SecretStr = SecretStr("none")
    model_timeout: float = 60
    model_concurrency: int = Field(default=4, ge=1, le=64)
    model_temperature: float = 0.2
    embedding_base_url: str | None = None
    embedding_name: str | None = None
    embedding_key: SecretStr = SecretStr("none")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def has_model(self) -> bool:
        """Whether a language model is set."""
        return bool(self.model_base_url and self.model_name)
