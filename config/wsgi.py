"""WSGI entry point: ``CKAN_INI`` names the settings file."""

from __future__ import annotations

import os
from configparser import RawConfigParser
from logging.config import fileConfig

from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app

ini = os.environ["CKAN_INI"]
parser = RawConfigParser()
parser.read(ini, "utf-8")
# A file that builds on another (``use = config:…``) may leave logging to it.
if parser.has_section("loggers"):
    fileConfig(parser, disable_existing_loggers=False)
application = make_app(CKANConfigLoader(ini).get_config())
