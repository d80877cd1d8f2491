"""A profile at work on one source: it fills requests, sends them, and reads the answers."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any, Final, cast

from ckanext.govopen.domain.harvest.cleaning import ValueFault, number_of, text_of
from ckanext.govopen.domain.harvest.credentials import looked_up, signature
from ckanext.govopen.domain.harvest.evaluate import evaluate, holds
from ckanext.govopen.domain.harvest.expression import Body, ExpressionError, as_text
from ckanext.govopen.domain.harvest.profile import (
    ErrorRule,
    Login,
    Profile,
    RequestSpec,
    Unwrap,
    Value,
)
from ckanext.govopen.domain.harvest.transport import (
    Answer,
    Fetch,
    Gone,
    Request,
    Response,
    SourceError,
    masked,
    status_error,
)
from ckanext.govopen.domain.harvest.unwrapping import unwrap

_RETRIES: Final = 2
_RENEW_EARLY: Final = timedelta(seconds=30)


class _LoginNeeded(Exception):
    """The answer says that the token is not, or no longer, good."""


class Session:
    """One source: a profile, the address of the site, its options and credentials.

    ``fetch`` sends a request; ``credential`` gives the value of a credential by name or None;
    ``options`` override the profile's. Safe for use by several threads.
    """

    def __init__(
        self,
        profile: Profile,
        url: str,
        fetch: Fetch,
        *,
        options: Mapping[str, Any] | None = None,
        credential: Callable[[str], str | None] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self.profile = profile
        self.url = url
        self.now = now
        self._fetch = fetch
        self._lock = threading.Lock()
        self._token: str | None = None
        self._token_until: datetime | None = None
        self.options: dict[str, Any] = {**profile.options, **(options or {})}
        self._credentials = looked_up(profile, credential)

    def context(self, **names: Any) -> dict[str, Any]:
        """The names that placeholders may use, with ``names`` added."""
        moment = self.now()
        return {
            **self.options,
            "base": self.url.rstrip("/"),
            "credential": self._credentials,
            "token": self._token,
            "now": moment.astimezone(self.profile.zone).strftime("%Y-%m-%d %H:%M:%S"),
            "now_ms": int(moment.timestamp() * 1000),
            "nonce": uuid.uuid4().hex,
            **names,
        }

    def option(self, name: str) -> Any:
        """The value of the option ``name``."""
        return self.options.get(name)

    @property
    def secrets(self) -> frozenset[str]:
        """Texts that must be blotted out of every message."""
        values = [*self._credentials.values(), self._token or ""]
        return frozenset(value for value in values if value)

    def raw(self, request: Request) -> Response:
        """The answer to ``request``; failures of the network come as SourceError."""
        return self._fetch(request)

    def ask(
        self,
        spec: RequestSpec,
        steps: tuple[Unwrap, ...],
        errors: tuple[ErrorRule, ...],
        names: Mapping[str, Any],
        *,
        gone_status: tuple[int, ...] = (),
        gone_when: Value | None = None,
    ) -> Answer:
        """Send the request and return the unwrapped answer.

        Raises Gone when the answer says that the record is no longer there, and SourceError for
        every other failure. An expired token is renewed once; a fault that the profile calls
        ``retry`` is asked for again twice.
        """
        renewed = False
        attempt = 0
        while True:
            used = self._ensure_token()
            request = replace(self.request(spec, names), attempt=attempt)
            try:
                return self._answer(request, steps, errors, gone_status, gone_when)
            except _LoginNeeded as error:
                if self.profile.login is None or renewed:
                    raise SourceError(
                        "login",
                        f"来源拒绝凭据（{request.url}），请检查凭据设置",
                        f"the source refuses the credentials ({request.url}); check them",
                    ) from error
                renewed = True
                self._drop_token(used)
            except SourceError as error:
                if error.code != "retry" or attempt >= _RETRIES:
                    raise
                attempt += 1

    def request(self, spec: RequestSpec, names: Mapping[str, Any]) -> Request:
        """The request ``spec`` with every placeholder filled."""
        context = self.context(**names)
        try:
            if spec.sign is not None:
                context["signature"] = signature(spec.sign, context)
            headers = {**_flat(self.profile.headers, context), **_flat(spec.headers, context)}
            headers = {name: value for name, value in headers.items() if value}
            login = self.profile.login
            if login is not None and login.header and self._token:
                headers[login.header] = login.value.filled(context)
            return Request(
                method=spec.method,
                url=spec.url.filled(context, url=True),
                params=_flat(spec.params, context),
                headers=headers,
                form=_flat(spec.form, context) if spec.form else None,
                json=spec.json.filled(context) if spec.json else None,
                body=spec.body.filled(context) if spec.body else None,
                charset=self.profile.charset,
                secrets=self.secrets,
            )
        except ExpressionError as error:
            raise SourceError(
                "request",
                f"请求无法填写：{error}",
                f"the request cannot be filled in: {error}",
            ) from error

    def _answer(
        self,
        request: Request,
        steps: tuple[Unwrap, ...],
        errors: tuple[ErrorRule, ...],
        gone_status: tuple[int, ...],
        gone_when: Value | None,
    ) -> Answer:
        response = self._fetch(request)
        shown = masked(response.url, request.secrets)
        if response.status in gone_status:
            raise Gone(
                "gone",
                f"来源已无此记录（HTTP {response.status}，{shown}）",
                f"the source no longer has it (HTTP {response.status}, {shown})",
            )
        self._refuse_status(response, shown)
        opening, data = unwrap(response.text(request.charset), steps)
        try:
            self._refuse_failure(opening, response.headers, errors, shown)
            if gone_when is not None and holds(gone_when, data, data, response.headers):
                raise Gone(
                    "gone",
                    f"来源返回空记录（{shown}）",
                    f"the source answers with an empty record ({shown})",
                )
        except ExpressionError as error:
            raise SourceError(
                "condition",
                f"判断条件无法计算：{error}",
                f"a condition cannot be worked out: {error}",
            ) from error
        return Answer(data, response.headers)

    def _refuse_status(self, response: Response, shown: str) -> None:
        login = self.profile.login
        if login is not None and login.refuses(response.status, response.url):
            raise _LoginNeeded
        if not 200 <= response.status < 300:
            raise status_error(response, shown)

    def _refuse_failure(
        self, opening: Any, headers: Mapping[str, str], errors: tuple[ErrorRule, ...], shown: str
    ) -> None:
        rule = next((rule for rule in errors if holds(rule.when, opening, opening, headers)), None)
        if rule is None:
            return
        if rule.kind == "login":
            raise _LoginNeeded
        message = self._message(rule, opening, headers)
        made = Gone if rule.kind == "gone" else SourceError
        raise made(
            rule.kind,
            f"来源报告失败：{message or '无说明'}（{shown}）",
            f"the source reports a failure: {message or 'without a reason'} ({shown})",
            transient=rule.kind == "retry",
        )

    def _message(self, rule: ErrorRule, opening: Any, headers: Mapping[str, str]) -> str:
        """What the source says of the failure that ``rule`` has found."""
        told = evaluate(rule.message, opening, opening, headers) if rule.message else ""
        return masked(text_of(told), self.secrets)

    def _ensure_token(self) -> str | None:
        login = self.profile.login
        if login is None:
            return None
        with self._lock:
            until = self._token_until
            if self._token is None or (until is not None and self.now() >= until):
                self._renew(login)
            return self._token

    def _drop_token(self, used: str | None) -> None:
        """Forget the token ``used``, unless another thread has renewed it already."""
        with self._lock:
            if self._token == used:
                self._token = None

    def _renew(self, login: Login) -> None:
        self._token = None
        request = self.request(login.request, {})
        response = self._fetch(request)
        if not 200 <= response.status < 300:
            raise SourceError(
                "login",
                f"登录失败（HTTP {response.status}），请检查凭据",
                f"login failed (HTTP {response.status}); check the credentials",
            )
        opening, data = unwrap(response.text(self.profile.charset), login.unwrap)
        token = text_of(evaluate(login.token, data, data, response.headers))
        if not token:
            said = self._said(login, opening, response.headers)
            raise SourceError(
                "login",
                f"登录应答中没有令牌{said and f'（来源称：{said}）'}，请检查凭据与 login.token",
                f"the login answer holds no token{said and f' (the source says: {said})'};"
                " check the credentials and login.token",
            )
        self._token = token
        self._token_until = None
        if login.expires_in is not None:
            self._token_until = self._expiry(
                evaluate(login.expires_in, data, data, response.headers)
            )

    def _said(self, login: Login, opening: Any, headers: Mapping[str, str]) -> str:
        """What a refused login gives as its reason, by the rules for failures."""
        try:
            found = (
                self._message(rule, opening, headers)
                for rule in login.errors
                if holds(rule.when, opening, opening, headers)
            )
            return next(found, "")
        except ExpressionError:
            return ""

    def _expiry(self, seconds: Any) -> datetime | None:
        try:
            return self.now() + timedelta(seconds=number_of(seconds)) - _RENEW_EARLY
        except (ValueFault, OverflowError):
            return None


def _flat(body: Body, context: Mapping[str, Any]) -> dict[str, str]:
    filled = body.filled(context)
    if not isinstance(filled, dict):
        return {}
    entries = cast("dict[str, Any]", filled)
    return {name: as_text(value) for name, value in entries.items() if value is not None}
