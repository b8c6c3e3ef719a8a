"""Who is let in: our own pages on this machine, with the token that was printed once.

A web page of somebody else can make this machine's browser ask us anything; so the name it asks for must be one of ours (against names that
are turned to this machine), each request must bear the cookie, and what writes must come from our own pages.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Largest body of a request, in bytes.
BODY_LIMIT = 2_000_000
#: What pages may load and do: nothing but our own files and the styles of this answer.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass
class Guard:
    """Wraps the application. `hosts` are the names with port under which we are asked; the token is made at random."""

    app: ASGIApp
    hosts: frozenset[str]
    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def cookie(self) -> str:
        """The name of the cookie, another one for each port, because cookies know no ports."""
        return f"procdocs-{self.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        await (refusal or self.app)(scope, _bounded(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.hosts:
            return PlainTextResponse("wrong host", 421)
        offered = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if offered and secrets.compare_digest(offered.encode(), self.token.encode()):
            # The address bar and the history keep no token.
            answer = RedirectResponse(scope["path"], 303)
            answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
            return answer
        if not self._is_known(headers):
            return PlainTextResponse("open the address that procdocs serve has printed", 401)
        if scope["method"] not in ("GET", "HEAD"):
            return self._refused_writing(headers)
        return None

    def _is_known(self, headers: Headers) -> bool:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        except CookieError:
            return False
        return found is not None and secrets.compare_digest(found.value.encode(), self.token.encode())

    def _refused_writing(self, headers: Headers) -> Response | None:
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if (origin is not None and urlsplit(origin).netloc.lower() not in self.hosts) or site not in (None, "same-origin") or (origin is None and site is None):
            return PlainTextResponse("another page may not write here", 403)
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return PlainTextResponse("JSON is expected", 415)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > BODY_LIMIT:
            return PlainTextResponse("too large", 413)
        return None


def _bounded(receive: Receive) -> Receive:
    """Ends a body that grows beyond the limit without having said so."""
    taken = 0

    async def take() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > BODY_LIMIT else message

    return take


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent
