"""Static files, read once at start: joined, named by their content, compressed when first asked for, kept in memory."""

import gzip
import mimetypes
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path, PurePosixPath

import brotli
from flask import Flask, Response, abort, request

from .access import access

FOLDER = Path(__file__).parents[2] / "static"
STYLES, SCRIPTS = "css/site.css", "js/site.js"
ALONE, BROUGHT = "framed", ("tokens.css", "components/meter.css")  # the sheet of pages that load no other
A_YEAR = "public, max-age=31536000, immutable"
COMPRESSIBLE = frozenset({"text/css", "text/javascript", "image/svg+xml", "text/plain"})

_CSS_NOISE = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/|\s*([{};,>])\s*|(:)\s+|\s+""", re.DOTALL)
_CSS_URL = re.compile(r"url\(\.\./([^)\"']+)\)")


@dataclass(frozen=True)
class Asset:
    """One file as it is sent: its address carries a digest of its bytes."""

    path: str
    body: bytes
    digest: str
    mimetype: str

    @property
    def url(self) -> str:
        """Return the address that may be cached for ever."""
        return f"/static/{self.digest}/{self.path}"

    @cached_property
    def encoded(self) -> Mapping[str, bytes]:
        """Return the body in every coding that makes it smaller."""
        if self.mimetype not in COMPRESSIBLE:
            return {}
        packed = {"br": brotli.compress(self.body), "gzip": gzip.compress(self.body, mtime=0)}
        return {name: small for name, small in packed.items() if len(small) < len(self.body)}


def make_asset(path: str, body: bytes) -> Asset:
    """Return the asset at `path`."""
    mimetype = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Asset(path, body, blake2b(body, digest_size=6).hexdigest(), mimetype)


def squeeze(css: str) -> str:
    """Return the same style sheet without comments and needless white space; strings stay as they are."""

    def shorter(match: re.Match[str]) -> str:
        kept = next(filter(None, match.groups()), None)
        return kept or ("" if match.group().startswith("/*") else " ")

    return _CSS_NOISE.sub(shorter, css).replace(";}", "}").strip()


def join_styles(folder: Path, address: Callable[[str], str]) -> str:
    """Return tokens, base and all components as one sheet; `address` names the files it refers to."""
    parts = [folder / "tokens.css", folder / "base.css", *sorted(folder.glob("components/*.css"))]
    sheet = "\n".join(part.read_text("utf-8") for part in parts if part.exists())
    return _CSS_URL.sub(lambda match: f"url({address(match[1])})", squeeze(sheet))


def single_styles(folder: Path, address: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield the sheets that only some pages load beside the joined one, with the paths they are served at.

    The one that stands alone brings with it what the joined one would have given it.
    """
    for part in sorted(folder.glob("pages/*.css")):
        brought = [folder / name for name in BROUGHT if part.stem == ALONE]
        sheet = "\n".join(one.read_text("utf-8") for one in (*brought, part))
        yield f"css/{part.name}", _CSS_URL.sub(lambda match: f"url({address(match[1])})", squeeze(sheet))


def join_scripts(folder: Path) -> str:
    """Return all modules as one. They import nothing, and each keeps its names to itself in a block."""
    return "\n".join(f"{{\n{part.read_text('utf-8').strip()}\n}}" for part in sorted(folder.glob("*.js")))


def read_assets(folder: Path) -> dict[str, Asset]:
    """Return every file below `folder` by its path, with the joined sheet and script among them."""
    assets = {path: make_asset(path, body) for path, body in _plain_files(folder)}

    def address(path: str) -> str:
        return assets[path].url

    sheet = join_styles(folder / "css", address)
    single = list(single_styles(folder / "css", address))
    for path, text in ((STYLES, sheet), (SCRIPTS, join_scripts(folder / "js")), *single):
        assets[path] = make_asset(path, text.encode())
    return assets


def _plain_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        path = PurePosixPath(file.relative_to(folder)).as_posix()
        if file.is_file() and not path.startswith(("css/", "js/")):
            yield path, file.read_bytes()


def register(app: Flask, folder: Path = FOLDER) -> None:
    """Serve `folder` under /static/<digest>/<path> and teach templates `asset_url(path)`.

    Only files that were there at start exist, so no path can lead outside. An address with another digest
    (a page from before an update) gets the present file, which then must not be kept.
    """
    mimetypes.add_type("font/woff2", ".woff2")
    assets = read_assets(folder)
    addresses = {path: asset.url for path, asset in assets.items()}

    @access("static.file")
    def static(digest: str, path: str) -> Response:
        asset = assets.get(path) or abort(404)
        return _answer(asset, A_YEAR if digest == asset.digest else "no-cache")

    app.add_url_rule("/static/<digest>/<path:path>", "static_asset", static)
    app.jinja_env.globals["asset_url"] = addresses.__getitem__


def _answer(asset: Asset, cache: str) -> Response:
    coding = request.accept_encodings.best_match(list(asset.encoded)) if asset.encoded else None
    answer = Response(asset.encoded[coding] if coding else asset.body, mimetype=asset.mimetype)
    answer.headers["Cache-Control"] = cache
    if coding:
        answer.headers["Content-Encoding"] = coding
    if asset.encoded:
        answer.vary.add("Accept-Encoding")
    return answer
