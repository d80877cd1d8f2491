"""Walk every route and every action as a reader, and keep what each answered.

New routes and actions are walked without a change here: converters of a rule are filled from its
path, actions get every form in which an entry can be named. ``NOT_WALKED`` gives the exceptions
and why.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import quote, urlencode
from zipfile import ZipFile

from ckan import logic
from flask import Flask, has_request_context
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from .canary import Hidden, World, fixed

NOT_WALKED = {
    "static": "files of the wheel, no data",
    "webassets.index": "bundles of the wheel, no data",
    "home.redirect_locale": "redirects to the same path without the locale",
    "user.logout": "ends the session of the reader who walks",
    "api.action": "actions are called directly, with more forms of input",
    "util.primer": "a specimen of styles with random text, no data",
    "util.internal_redirect": "redirects to the given address",
}
NOT_CALLED = {
    "help_show": "prints docstrings",
    "job_clear": "empties the queues of the site",
    "job_cancel": "cancels jobs of the site",
    "harvest_log_list": "ckanext-harvest gives it no permission function, so that it always fails",
    "harvest_sources_reindex": "rewrites the index; system administrators only",
    "config_option_update": "changes the settings; system administrators only",
}
# Pages that read what is asked of them; the others are only walked plain.
QUERIED = ("govopen", "dcat", "api", "feeds", "dataset.", "harvest.", "organization.", "activity.")
KINDS = ("dataset", "resource", "view", "activity", "harvest")
# One reader without an account and one with try the tricks: they differ in nothing else for these.
TRICKSTERS = ("anonymous", "other")
FAILED = "failed:"
VOLATILE = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
    r'|"last_active": (?:null|"[^"]*")'
    r"|\d+ ?(?:秒钟?|分钟|seconds?|minutes?) ?(?:前|ago)|刚刚|just now"
    r"|(?<=/webassets/)[\w/]+?/[0-9a-f]{8}_"
    r'|name="_csrf_token"[^>]*|content="[^"]{40,}"|"(?:took|QTime|elapsed)": ?[\d.]+'
)


def calm(text: str) -> str:
    """The answer without what changes from one moment to the next."""
    return VOLATILE.sub("…", text)


def routes(app: Flask) -> list[Rule]:
    """Every rule that answers GET."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return sorted(
        (rule for rule in rules if rule.endpoint not in NOT_WALKED),
        key=lambda r: (r.rule, r.endpoint),
    )


def addresses(app: Flask, world: World, hidden: Hidden, *, tricks: bool = True) -> Iterator[str]:
    """Addresses of every route, filled with the entry's identifiers, and the known tricks."""
    seen = set()
    for rule in routes(app):
        for values in _fillings(rule, world, hidden):
            path = _path(rule.rule, values)
            named = any(value in path for value in (hidden.name, *map(hidden.id, KINDS)))
            asked = tricks and not named and rule.endpoint.startswith(QUERIED)
            for address in (path, f"{path}?{_query(hidden)}") if asked else (path,):
                if address not in seen:
                    seen.add(address)
                    yield address
    if tricks:
        yield from _tricks(hidden)


def _query(hidden: Hidden) -> str:
    return urlencode(
        {
            "q": hidden.word, "incomplete": hidden.word, "query": hidden.word, "id": hidden.id(),
            "dataset": hidden.name, "tags": hidden.tag, "sort": "package_count desc",
        }
    )  # fmt: skip


def _path(rule: str, values: dict[str, str]) -> str:
    def fill(match: re.Match[str]) -> str:
        return quote(values[match.group(1)], safe="")

    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", fill, rule)


def _fillings(rule: Rule, world: World, hidden: Hidden) -> Iterator[dict[str, str]]:
    names = set(re.findall(r"<(?:[^:<>]+:)?(\w+)>", rule.rule))
    common = {
        "resource_id": hidden.id("resource"), "view_id": hidden.id("view"), "ver": "3",
        "activity_id": hidden.id("activity"), "lang": "zh_Hans_CN", "filename": "file.csv",
        "source": world.source, "storage_name": "default", "location": hidden.word, "token": "x",
    }  # fmt: skip
    if "ver" in names and "max=2" in rule.rule:
        common["ver"] = "2"
    for reference in _references(rule.rule, world, hidden):
        values = {name: common.get(name, reference) for name in names}
        yield {**values, **dict.fromkeys(names & {"_format", "fmt"}, "ttl")}


def _references(rule: str, world: World, hidden: Hidden) -> list[str]:
    """What the entry, or what contains it, is called in a rule of this kind."""
    if rule.startswith(("/organization", "/feeds/organization", "/department")):
        return [world.org]
    if rule.startswith("/group"):
        return ["no-group"]
    if rule.startswith("/user"):
        return ["canary-admin"]
    if rule.startswith("/feeds/tag"):
        return [hidden.tag]
    if rule.startswith("/harvest/object"):
        return [hidden.id("harvest")]
    if rule.startswith("/harvest"):
        return [fixed("job")] if "job/" in rule else [world.source]
    if "<resource_id>" in rule and "<id>" in rule:
        return [hidden.id(), world.public]
    if "<" not in rule:
        return [""]
    by_name = rule in ("/dataset/<id>", "/dataset/<_id>.<_format>")
    return [hidden.id(), hidden.name] if by_name else [hidden.id()]


def _tricks(hidden: Hidden) -> Iterator[str]:
    fields = (
        "tags", "title", "name", "author", "text", "organization", "res_format", "element_names",
        "title_string", "provider_unit", "extras_provider_unit", "metadata_created",
    )  # fmt: skip
    for name in fields:
        for field in (name, "{!facet.mincount=0 key=k}" + name):
            facets = {"facet.field": json.dumps([field]), "facet.mincount": 0, "facet.limit": -1}
            yield f"/api/3/action/package_search?rows=0&{urlencode(facets)}"
        yield f"/dataset/?_{name}_limit=0&facet.mincount=0"
    word = hidden.word
    for query in (
        "fl=title,score&q=*:*", f"fl=id,docfreq(text,{word})", f"sort=docfreq(text,{word}) desc",
        f"bf=docfreq(text,{word})", f"q=docfreq(text,{word})&defType=func&fl=score", f"q={word}*",
        f"boost=docfreq(text,{word})&fl=score", f"fq=tags:{hidden.tag}&include_private=true",
        f"q=name:{hidden.name}&include_private=true&include_drafts=true&include_deleted=true",
        f"fq=permission_labels:* OR text:{word}&include_private=true", f"facet.prefix={word}",
        f"facet.query=text:{word}", "stats=true&stats.field=name", f"q=_query_:\"text:{word}\"",
        f"fq={{!terms f=name}}{hidden.name}", f"group=true&group.query=text:{word}",
        f"q={word[:-1]}", f"q={word}&spellcheck=true&spellcheck.extendedResults=true",
        f"q={word}&defType=edismax&qf=text&mm=0", f"hl=true&hl.fl=text&hl.q={word}&q=*:*",
    ):  # fmt: skip
        yield "/api/3/action/package_search?" + quote(query, safe="=&")
        yield "/catalog.ttl?" + quote(query, safe="=&")
        yield "/feeds/custom.atom?" + quote(query, safe="=&")


def ours(app: Flask, address: str) -> bool:
    """Whether the suite itself answers this address; some of core's pages fail on odd questions."""
    try:
        endpoint, _ = app.url_map.bind("test").match(address.partition("?")[0])
    except HTTPException:
        return False
    return endpoint.startswith(("govopen", "dcat"))


def visit(app: Flask, token: str | None, address: str) -> str:
    """Status, kind, length-free headers and body of a page, in one text."""
    client = app.test_client(use_cookies=False)
    try:
        answer = client.get(address, headers=_signed(token))
    except Exception as error:
        return calm(f"{FAILED} {type(error).__name__} {error}")
    location = answer.headers.get("Location", "")
    kind = answer.headers.get("Content-Type", "")
    return calm(f"{answer.status_code} {location} {kind}\n{readable(answer.get_data())}")


def readable(body: bytes) -> str:
    """A body as text; of a workbook, the text of its parts."""
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "backslashreplace")
    with ZipFile(BytesIO(body)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def unpacked(result: object) -> object:
    """An action's answer, with the file in it readable."""
    if isinstance(result, dict) and isinstance(result.get("content"), str):
        try:
            return {**result, "content": readable(b64decode(result["content"], validate=True))}
        except ValueError:
            return result
    return result


def actions() -> list[str]:
    """Names of every action of the site."""
    logic.get_action("package_show")
    return sorted(set(logic._actions) - set(NOT_CALLED))


def named(world: World, hidden: Hidden) -> Iterator[dict[str, object]]:
    """Forms of input that name the entry, or what contains it."""
    yield {"id": hidden.id()}
    yield {"id": hidden.name, "name": hidden.name}
    yield {"id": hidden.id("resource"), "resource_id": hidden.id("resource")}
    yield {"id": hidden.id("view"), "resource_id": f"a-{hidden.word}"}
    yield {"package_id": hidden.id(), "dataset_id": hidden.id(), "url": "http://x.example"}
    yield {"id": hidden.id("activity"), "object_type": "package"}
    yield {"id": hidden.id("harvest"), "resource_id": "_table_metadata"}
    yield {"id": fixed("job"), "source_id": world.source_id}


def asked(world: World, hidden: Hidden) -> Iterator[dict[str, object]]:
    """Forms of input of reads that list, search or count."""
    yield {}
    yield {"q": hidden.word, "query": hidden.word, "all_fields": True, "limit": 5}
    yield {"query": f"name:{hidden.word}", "id": hidden.tag, "include_datasets": True}
    yield {"all_fields": True, "include_dataset_count": True, "sort": "package_count desc"}
    yield {"id": world.org, "include_datasets": True, "object_type": "package"}
    yield {"id": "canary-admin", "include_datasets": True, "include_num_followers": True}
    yield {"facet.field": ["tags", "title"], "facet.mincount": 0, "include_private": True}


def _signed(token: str | None) -> dict[str, str]:
    return {"Authorization": token} if token else {}


def call(name: str, user: str, data: dict[str, object]) -> str:
    """What an action answered, or how it refused, in one text.

    In a request of ``user`` the context knows the account already, as that of CKAN's API does.
    """
    context: dict[str, object] = {"user": user}
    if has_request_context() and current_user.is_authenticated:
        context["auth_user_obj"] = current_user._get_current_object()
    try:
        result = logic.get_action(name)(context, dict(data))
        return calm(json.dumps(unpacked(result), ensure_ascii=False, sort_keys=True, default=str))
    except Exception as error:
        return calm(f"{type(error).__name__} {getattr(error, 'error_dict', '')} {error}")


def walk(app: Flask, world: World, reader: str, hidden: Hidden, chosen: str = "") -> dict[str, str]:
    """Every address and action with ``chosen`` in it, as ``reader``: ``{request: answer}``."""
    token = world.readers[reader]
    user = f"canary-{reader}" if token else ""
    places = addresses(app, world, hidden, tricks=reader in TRICKSTERS)
    found = {place: visit(app, token, place) for place in places if chosen in place}
    with app.test_request_context("/", headers=_signed(token)):
        for name in actions():
            if chosen in name:
                found.update(_called(name, user, world, hidden))
    return found


def _called(name: str, user: str, world: World, hidden: Hidden) -> dict[str, str]:
    """An action's answers; one that answers alike with an id and without reads no ids."""
    found = {}
    forms = list(named(world, hidden))
    if getattr(logic.get_action(name), "side_effect_free", False):
        found = {_key(name, data): call(name, user, data) for data in asked(world, hidden)}
        if call(name, user, forms[0]) == found[_key(name, {})]:
            forms = forms[:1]
    return found | {_key(name, data): call(name, user, data) for data in forms}


def _key(name: str, data: dict[str, object]) -> str:
    return f"{name} {json.dumps(data, ensure_ascii=False)}"
