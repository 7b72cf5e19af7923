"""Addresses that are built once stay those of their language and of what they name."""

from flask import Flask

from crowdlearn.kernel.ids import new_id


def test_an_address_built_before_is_that_of_its_own_language_values_and_mount(app: Flask) -> None:
    one, other = new_id(), new_id()
    for _ in range(2):
        for language in ("en", "fr"):
            with app.test_request_context(f"/{language}/"):
                app.preprocess_request()
                assert app.url_for("pages.pitch", pitch_id=one) == f"/{language}/pitches/{one}"
                assert app.url_for("pages.pitch", pitch_id=other) == f"/{language}/pitches/{other}"
                assert app.url_for("pages.pitch", pitch_id=one, lang="fr") == f"/fr/pitches/{one}"
                assert app.url_for("pages.discover", q="a b") == f"/{language}/pitches?q=a+b"
                assert app.url_for("pages.discover", _external=True).startswith("http://")
        with app.test_request_context("/en/", base_url="http://localhost/learn/"):
            app.preprocess_request()
            assert app.url_for("pages.pitch", pitch_id=one) == f"/learn/en/pitches/{one}"
