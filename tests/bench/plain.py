"""The page everything is measured against: plain Flask and Jinja, 24 constant cards, no database."""

from flask import Flask, render_template

CARDS = [
    {
        "id": number,
        "title": f"A conference on service design, number {number}",
        "summary": "What we bring back is for everyone: a lunch-and-learn in both languages and a short guide.",
        "organisation": "Department of Public Works & Parks",
        "goal": f"${number * 7 + 300}.00",
        "percent": number * 4 % 100,
        "closes": "30 June 2026",
        "needs": ["an hour of facilitation", "an introduction", "a case study"],
    }
    for number in range(24)
]
app = Flask(__name__, template_folder=".")


@app.get("/plain")
def plain() -> str:
    """Return the page."""
    return render_template("plain.html", title="Discover", cards=CARDS, links=["Discover", "Pitch", "Help", "About"])


@app.get("/hello")
def hello() -> str:
    """Return a word: what a request costs at least."""
    return "hello"
