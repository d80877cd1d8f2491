"""The page and the command that import a workbook."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from ckan import model
from ckan.tests import factories
from ckanext.govopen.adapters import excel
from click.testing import CliRunner
from openpyxl import load_workbook

from .catalogue_world import act, department, unique
from .test_import_workbook import dataset, template

pytestmark = pytest.mark.usefixtures("with_plugins")


@pytest.fixture
def owner() -> dict[str, Any]:
    return department("文化局")


def test_the_page_imports_and_gives_the_failed_rows_back(app: Any, owner: dict[str, Any]):
    user = factories.UserWithToken(name=unique("u-"), email=f"{unique()}@example.com")
    member = {"id": owner["id"], "object": user["id"], "object_type": "user", "capacity": "editor"}
    act("member_create", **member)
    head = {"Authorization": user["token"]}
    app.get("/dataset/import", status=403)
    page = app.get("/dataset/import", headers=head)
    assert owner["title"] in page.body
    assert 'name="_csrf_token"' in page.body
    workbook = app.get("/dataset/import/template.xlsx", headers=head)
    book = load_workbook(io.BytesIO(workbook.data))
    dataset(book, 1, unique("画院名录"))
    dataset(book, 2, unique("书院名录"), 开放类型="有条件开放")
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    data = {"organization": owner["id"], "upload": (stream, "报送.xlsx")}
    page = app.post("/dataset/import", data=data, headers=head, content_type="multipart/form-data")
    assert "开放条件" in page.body
    link = page.body.split("/dataset/import/failed/")[1].split('"')[0]
    back = app.get(f"/dataset/import/failed/{link}", headers=head)
    assert load_workbook(io.BytesIO(back.data))[excel.DATASETS].max_row == 2
    assert app.get(f"/dataset/import/failed/{link}", status=404), "nobody else's"


def test_the_command_imports_a_file_and_writes_the_failed_rows_beside_it(
    cli: CliRunner, owner: dict[str, Any], tmp_path: Path
):
    from ckan.cli.cli import ckan

    book = template()
    title = unique("影院名录")
    dataset(book, 1, title)
    dataset(book, 2, unique("戏院名录"), 开放类型="有条件开放")
    file = tmp_path / "报送.xlsx"
    book.save(file)
    result = cli.invoke(ckan, ["govopen", "import", str(file), "--org", owner["name"]])
    assert result.exit_code == 1, result.output
    assert "new 1" in result.output
    assert (tmp_path / "报送-failed.xlsx").is_file()
    assert model.Session.query(model.Package).filter_by(title=title).count() == 1
