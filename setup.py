"""The single source of the suite's metadata: four extensions, what they share, and the schemas.

CKAN's wheel has no ``ckanext/__init__.py`` and neither have we, so each extension
is mapped to its folder by ``package_dir`` (see docs/decisions.md).
"""

from __future__ import annotations

from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent
EXTENSIONS = ("govopen", "masking", "openindex", "prov")
DATA = [
    "*.yaml",
    "*.json",
    "*.csv",
    "py.typed",
    "**/*.yaml",
    "**/*.json",
    "**/*.csv",
    "**/*.txt",
    "templates/**/*",
    "assets/**/*",
    "public/**/*",
    "migration/**/*",
    "i18n/**/*",
]


def requirements(name: str) -> list[str]:
    """The pinned requirements of ``requirements/<name>.txt`` without comments."""
    lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith(("#", "-"))]


def source(extension: str) -> str:
    return f"ckanext-{extension}/ckanext/{extension}"


package_dir = {
    "": "ckanext-govopen",
    "govopen_common": "common/govopen_common",
    "govopen_schemas": "schemas",
    "govopen_config": "config",
}
packages = ["govopen_common", "govopen_common.http", "govopen_schemas", "govopen_config"]
package_data = {
    "govopen_common": ["py.typed"],
    "govopen_schemas": ["*", "**/*"],
    "govopen_config": ["*", "**/*"],
}
for extension in EXTENSIONS:
    name = f"ckanext.{extension}"
    package_dir[name] = source(extension)
    packages += [name, *(f"{name}.{sub}" for sub in find_packages(source(extension)))]
    package_data[name] = DATA

setup(
    name="govopen",
    version="0.1.0",
    description="A provincial open-government-data platform as a suite of CKAN extensions",
    long_description=(ROOT / "README.md").read_text("utf-8"),
    long_description_content_type="text/markdown",
    license="AGPL-3.0-or-later",
    license_files=["LICENSE"],
    python_requires=">=3.10",
    packages=packages,
    package_dir=package_dir,
    package_data=package_data,
    namespace_packages=["ckanext"],
    include_package_data=False,
    install_requires=requirements("base"),
    entry_points={
        "ckan.plugins": [
            "govopen = ckanext.govopen.plugin:GovopenPlugin",
            "govshare_harvester = ckanext.govopen.harvest.harvester:GovshareHarvester",
            "masking = ckanext.masking.plugin:MaskingPlugin",
            "openindex = ckanext.openindex.plugin:OpenindexPlugin",
            "prov = ckanext.prov.plugin:ProvPlugin",
        ],
        "ckan.rdf.profiles": [
            "govopen_dcat = ckanext.govopen.dcat.profile:GovopenProfile",
            "openindex = ckanext.openindex.dcat.profile:OpenIndexProfile",
            "prov = ckanext.prov.dcat.profile:ProvProfile",
        ],
        "babel.extractors": ["ckan = ckan.lib.extract:extract_ckan"],
    },
    message_extractors={
        source(extension): [
            ("**.py", "python", None),
            ("**/templates/**.html", "ckan", None),
        ]
        for extension in EXTENSIONS
    },
)
