"""Writes ``.stack/ckan.ini`` and ``.stack/test.ini`` from the templates in ``config/``."""

from __future__ import annotations

import os
from pathlib import Path
from string import Template

from .postgres import Postgres
from .redis import Redis
from .secrets import Secrets, write_private
from .settings import Settings

TEST_REDIS = 1


class Configuration:
    def __init__(self, settings: Settings, secrets: Secrets):
        self.settings, self.secrets = settings, secrets
        self.postgres, self.redis = Postgres(settings, secrets), Redis(settings)

    def values(self, *, test: bool) -> dict[str, str]:
        suffix = "_test" if test else ""
        port = self.settings.solr_port
        return {
            "root": str(self.settings.root),
            "stack": str(self.settings.dir),
            "storage": str(self.settings.storage / ("test" if test else "portal")),
            "site_url": "http://test.ckan.net" if test else self.settings.site_url,
            "database": self.postgres.url(f"govopen{suffix}"),
            "datastore_write": self.postgres.url(f"govopen{suffix}_datastore"),
            "datastore_read": self.postgres.url(f"govopen{suffix}_datastore", "govopen_ro"),
            "redis": self.redis.url(TEST_REDIS if test else 0),
            "solr": f"http://127.0.0.1:{port}/solr/{'ckan_test' if test else 'ckan'}",
            "session_key": self.secrets["session"],
            "token_key": self.secrets["api_token"],
            "receive_key": self.secrets["receive_key"],
            "redis_port": str(self.settings.redis_port),
            "redis_host": "127.0.0.1",
            "masking_key": str(self.settings.masking_key),
            "private_hosts": f"127.0.0.1:{self.settings.simulator_port}",
            "trusted_proxies": "",
        }

    def write(self, *, test: bool = False) -> str:
        """Fill the portal's template, or that of the tests."""
        if not test:
            write_private(self.settings.masking_key, self.secrets["masking_master"])
        template = "test.ini.tmpl" if test else "ckan.ini.tmpl"
        target = self.settings.test_ini if test else self.settings.ini
        return self._fill(template, target, self.values(test=test))

    def write_cloud(self, solr_url: str) -> str:
        """Settings of tests that run against a SolrCloud collection."""
        values = self.values(test=True) | {"solr": solr_url}
        return self._fill("test.ini.tmpl", self.settings.dir / "test-cloud.ini", values)

    def _fill(self, template: str, target: Path, values: dict[str, str]) -> str:
        """Write ``target``; it holds passwords, so only its owner may read it."""
        source = self.settings.root / "config" / template
        text = Template(source.read_text("utf-8")).substitute(values)
        Path(values["storage"]).mkdir(parents=True, exist_ok=True)
        if target.exists() and target.read_text("utf-8") == text:
            return "unchanged"
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text)
        return "written"
