"""The only reader of the extension's settings; ``config_declaration.yaml`` declares them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import ckan.plugins.toolkit as tk
import tzlocal

PREFIX = "ckanext.openindex."


def methodologies() -> list[str]:
    """Files with the methodologies that are computed; the first is the one that is shown."""
    return [str(name) for name in tk.aslist(tk.config[PREFIX + "methodologies"])]


def boundaries() -> Path | None:
    """The GeoJSON file with the boundaries of divisions; None without one."""
    given = str(tk.config[PREFIX + "boundaries"] or "")
    path = Path(given).resolve() if given else None
    return path if path is not None and path.is_file() else None


def divisions() -> Path | None:
    """The file that says which department lies in which division; None without one."""
    given = str(tk.config[PREFIX + "divisions"] or "")
    return Path(given).resolve() if given else None


def site_id() -> str:
    """CKAN's id of this site, by which its documents are told apart in a shared index."""
    return str(tk.config["ckan.site_id"])


def site_title() -> str:
    """The site's name."""
    return str(tk.config["ckan.site_title"])


def site_url() -> str:
    """The site's own address, without a slash at its end."""
    return str(tk.config["ckan.site_url"]).rstrip("/")


def redis_key(name: str) -> str:
    """The Redis key of ``name``, apart from those of other sites."""
    return f"{tk.config['ckan.site_id']}:openindex:{name}"


def redis_url() -> str:
    """CKAN's Redis, with whatever its address says of passwords."""
    return str(tk.config["ckan.redis.url"])


def timezone() -> tzinfo:
    """The time zone in which a day begins: that in which CKAN shows times."""
    name = str(tk.config["ckan.display_timezone"])
    return tzlocal.get_localzone() if name == "server" else ZoneInfo(name)


def now() -> datetime:
    """This moment, in the zone of ``timezone``."""
    return datetime.now(timezone())


def today() -> date:
    """The day of ``now``."""
    return now().date()


def counting() -> bool:
    """Whether uses are counted."""
    return bool(tk.config[PREFIX + "usage.count"])


def usage_window() -> int:
    """Seconds in which a client is counted once for a dataset or resource."""
    return max(1, int(tk.config[PREFIX + "usage.window_minutes"])) * 60


def usage_most() -> int:
    """Uses of a dataset with all its resources, of one kind, that one address can have counted in
    a day."""
    return max(1, int(tk.config[PREFIX + "usage.most_per_address"]))


def trusted_proxies() -> list[str]:
    """Addresses and networks whose ``X-Forwarded-For`` is believed."""
    return [str(one) for one in tk.aslist(tk.config[PREFIX + "usage.trusted_proxies"])]


def probe_cycle() -> timedelta:
    """How long after a look at an address or a file the next one is due."""
    return timedelta(days=max(1, int(tk.config[PREFIX + "probe.days"])))


def probe_delay() -> float:
    """Seconds between two requests to one host."""
    return max(0.0, float(tk.config[PREFIX + "probe.delay_seconds"]))


def probe_seconds() -> float:
    """Seconds for one address with all its redirects."""
    return max(1.0, float(tk.config[PREFIX + "probe.timeout_seconds"]))


def probe_allowed() -> tuple[str, ...]:
    """Hosts, host:port pairs, addresses and networks that may be internal."""
    return tuple(str(one) for one in tk.aslist(tk.config[PREFIX + "probe.allowed"]))


def inspect_bytes() -> int:
    """Bytes of a file that are looked into."""
    return max(1, int(tk.config[PREFIX + "inspect.megabytes"])) * 1024 * 1024


def inspect_rows() -> int:
    """Rows of a table that are looked at."""
    return max(1, int(tk.config[PREFIX + "inspect.rows"]))


def report_chromium() -> str:
    """The Chromium that prints reports: a name in ``PATH``, or a path."""
    return str(tk.config[PREFIX + "report.chromium"])
