"""What a browser has to fetch for the first view of a page, compressed as it is sent."""

import gzip
import http.client
import re
from dataclasses import dataclass

import brotli

_FETCHED = re.compile(r'<(?:link rel="(?:stylesheet|preload|icon)"|script|img)[^>]*?(?:href|src)="(/[^"]+)"')
_LAZY = re.compile(r'<img[^>]*loading="lazy"[^>]*>')


@dataclass(frozen=True)
class FirstView:
    """Bytes of the HTML and of everything, and the number of requests."""

    html: int
    everything: int
    requests: int


def first_view(port: int, path: str) -> FirstView:
    """Return what the first view weighs; a page that the program sends plain is compressed as a proxy would."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body, page = _fetch(connection, path)
    parts = set(_FETCHED.findall(_LAZY.sub("", page)))
    weights = [len(_fetch(connection, address)[0]) for address in sorted(parts)]
    connection.close()
    return FirstView(len(body), len(body) + sum(weights), 1 + len(weights))


def _fetch(connection: http.client.HTTPConnection, path: str) -> tuple[bytes, str]:
    """Return a body as sent, or as a proxy would send it, and its text."""
    connection.request("GET", path, headers={"Accept-Encoding": "br, gzip"})
    answer = connection.getresponse()
    body, coding = answer.read(), answer.headers.get("Content-Encoding", "")
    plain = {"br": brotli.decompress, "gzip": gzip.decompress}.get(coding, bytes)(body)
    html = answer.headers.get_content_type() == "text/html"
    return (gzip.compress(body, 6) if html and not coding else body), plain.decode() if html else ""


def etag(port: int, path: str) -> str:
    """Return the mark of a page's present version."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers["ETag"]
