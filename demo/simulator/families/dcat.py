"""dcat: the same records as a DCAT catalogue, paged with Hydra, Turtle or JSON-LD.

This is what a stock RDF harvester reads; the benchmark puts it beside the families.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from demo.files import MEDIA_TYPES
from demo.simulator.family import Family, Route, file_url, serial_position
from demo.simulator.rdf import Iri, Literal, Node, json_ld, turtle
from demo.simulator.view import Item, View
from demo.simulator.wire import Request, Response, json_response, number

SIZE = 100

#: EU frequency authority table, as DCAT-AP asks.
FREQUENCY = {
    "realtime": "CONT",
    "hourly": "HOURLY",
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "tenday": "MONTHLY_3",
    "monthly": "MONTHLY",
    "quarterly": "QUARTERLY",
    "halfyearly": "ANNUAL_2",
    "yearly": "ANNUAL",
    "irregular": "IRREG",
    "static": "NEVER",
}
_FREQUENCIES = "http://publications.europa.eu/resource/authority/frequency/"
_DATE_TIME = "xsd:dateTime"


def _catalog(request: Request, view: View) -> Response:
    page, size = number(request.query.get("page"), 1), number(request.query.get("size"), SIZE)
    items = view.page(page, size)
    nodes = [_collection(request, view, page, size), _catalogue_node(request, items)]
    for item in items:
        nodes += _dataset(item, view, request)
    if request.path.endswith(".ttl"):
        return Response(turtle(nodes).encode("utf-8", "replace"), "text/turtle;charset=UTF-8")
    return json_response(json_ld(nodes), "application/ld+json;charset=UTF-8")


def _collection(request: Request, view: View, page: int, size: int) -> Node:
    def address(number: int) -> Iri:
        return Iri(f"{request.base}{request.path}?page={number}&size={size}")

    last = max(1, view.pages(size))
    node = Node(address(page).value, ("hydra:PagedCollection",))
    node.add("hydra:totalItems", Literal(str(len(view.positions)), datatype="xsd:integer"))
    node.add("hydra:itemsPerPage", Literal(str(size), datatype="xsd:integer"))
    node.add("hydra:firstPage", address(1))
    node.add("hydra:nextPage", address(page + 1) if page < last else None)
    node.add("hydra:lastPage", address(last))
    return node


def _catalogue_node(request: Request, items: list[Item]) -> Node:
    node = Node(request.base, ("dcat:Catalog",))
    node.add("dct:title", Literal("贵州省政务数据目录（演示）", "zh"))
    node.add("dct:description", Literal("政务数据目录的演示数据", "zh"))
    node.add("dcat:dataset", *(Iri(_iri(item, request)) for item in items))
    return node


def _iri(item: Item, request: Request) -> str:
    return f"{request.base}/dataset/{quote(item.ident)}"


def _dataset(item: Item, view: View, request: Request) -> list[Node]:
    dataset, department = item.dataset, item.dataset.department
    publisher = Node(
        f"{request.base}/department/{quote(department.key or department.title)}", ("foaf:Agent",)
    )
    publisher.add("foaf:name", Literal(department.title, "zh"))
    publisher.add("dct:identifier", Literal(department.uscc) if department.uscc else None)
    node = Node(_iri(item, request), ("dcat:Dataset",))
    node.add("dct:identifier", Literal(item.ident))
    node.add("dct:title", Literal(dataset.title or "", "zh"))
    node.add("dct:description", Literal(dataset.notes or "", "zh"))
    node.add("dct:publisher", Iri(publisher.iri))
    node.add("dcat:keyword", *(Literal(tag, "zh") for tag in dataset.tags))
    frequency = FREQUENCY.get(dataset.update_cycle)
    node.add("dct:accrualPeriodicity", Iri(_FREQUENCIES + frequency) if frequency else None)
    node.add("dct:issued", _time(view.when(dataset.pub_date, "iso")))
    node.add("dct:modified", _time(view.when(dataset.data_modified, "iso")))
    found = [node, publisher]
    for file in dataset.files:
        address = file_url(request, item, file)
        distribution = Node(address + "#distribution", ("dcat:Distribution",))
        distribution.add("dct:title", Literal(f"{file.title}.{file.format}", "zh"))
        distribution.add("dcat:accessURL", Iri(address))
        distribution.add("dcat:downloadURL", Iri(address))
        distribution.add("dct:format", Literal(file.format.upper()))
        kind = MEDIA_TYPES.get(file.format)
        distribution.add("dcat:mediaType", Literal(kind.split(";")[0]) if kind else None)
        node.add("dcat:distribution", Iri(distribution.iri))
        found.append(distribution)
    return found


def _time(value: str | int | None) -> Literal | None:
    return None if value is None else Literal(str(value), datatype=_DATE_TIME)


FAMILY = Family(
    key="dcat",
    title="DCAT 目录",
    routes=(Route("GET", r"/catalog\.(ttl|jsonld)", "list", _catalog),),
    name=lambda position: str(position + 1),
    position=serial_position,
    wrap=lambda request, value: Response(json.dumps(value).encode(), "application/json"),
)
