"""Static files: named by content, compressed, and nothing beside them."""

import brotli
import pytest
from flask import Flask

from crowdlearn.web import assets


@pytest.fixture
def folder(tmp_path):
    for path, text in {
        "css/tokens.css": '/* gone */ :root { --x: "a;  b" }\n',
        "css/base.css": "a:not(:hover) , b { color: red; }\n@font-face { src: url(../fonts/f.woff2) }",
        "css/components/two.css": ".two{}",
        "css/components/one.css": ".one  .x{}",
        "js/b.js": "const same = 2;",
        "js/a.js": "const same = 1;",
        "fonts/f.woff2": "font",
        "img/logo.svg": "<svg>" + " " * 500 + "</svg>",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.fixture
def client(folder):
    app = Flask("static", static_folder=None)
    assets.register(app, folder)
    app.config["address"] = app.jinja_env.globals["asset_url"]
    return app.test_client()


def address(client, path):
    return client.application.config["address"](path)


def test_styles_are_joined_in_their_order_and_squeezed(folder):
    sheet = assets.read_assets(folder)[assets.STYLES].body.decode()
    assert sheet.startswith(':root{--x:"a;  b"}a:not(:hover),b{color:red}@font-face{src:url(/static/')
    assert sheet.endswith("/fonts/f.woff2)}.one .x{}.two{}")


def test_modules_are_joined_and_keep_their_names_to_themselves(folder):
    assert assets.join_scripts(folder / "js") == "{\nconst same = 1;\n}\n{\nconst same = 2;\n}"


def test_the_address_changes_with_the_content_and_only_then(folder):
    before = assets.read_assets(folder)
    assert {path: a.url for path, a in assets.read_assets(folder).items()} == {
        path: a.url for path, a in before.items()
    }
    (folder / "fonts/f.woff2").write_text("another font")
    after = assets.read_assets(folder)
    changed = {path for path, asset in after.items() if asset.url != before[path].url}
    assert changed == {"fonts/f.woff2", assets.STYLES}, "the sheet names the font, so it changes too"


def test_an_asset_is_sent_compressed_and_kept_for_a_year(client):
    answer = client.get(address(client, "img/logo.svg"), headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert brotli.decompress(answer.data).startswith(b"<svg>")


@pytest.mark.parametrize(("accepted", "coding"), [("gzip", "gzip"), ("gzip;q=1, br;q=0", "gzip"), ("", None)])
def test_only_what_the_browser_reads_is_sent(client, accepted, coding):
    answer = client.get(address(client, "img/logo.svg"), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == coding


def test_fonts_are_not_compressed_again(client):
    answer = client.get(address(client, "fonts/f.woff2"), headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.mimetype == "font/woff2"


def test_an_address_from_before_an_update_gets_the_present_file_and_is_not_kept(client):
    answer = client.get("/static/0000/img/logo.svg")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "path",
    ["x/../../config.py", "x/%2e%2e/%2e%2e/config.py", "x//etc/passwd", "x/img", "x/css/tokens.css", "x/js/a.js", ""],
)
def test_nothing_else_is_there(client, path):
    assert client.get(f"/static/{path}", follow_redirects=True).status_code == 404
