"""Every page of the site in each of its meaningful states, feature by feature.

A feature's module has `pictures()`: it makes what its pages show and yields who looks at which address. A new view
needs a picture here, or a reason in NOT_PAGES.
"""

from . import backing, cards, expertise, money, outcomes, people, pitching, returning, sharing, talking

ROOMS = {
    "people": people.pictures,
    "pitching": pitching.pictures,
    "talking": talking.pictures,
    "backing": backing.pictures,
    "money": money.pictures,
    "cards": cards.pictures,
    "returning": returning.pictures,
    "sharing": sharing.pictures,
    "outcomes": outcomes.pictures,
    "expertise": expertise.pictures,
}
NOT_PAGES = {
    "root": "leads to the first page in the reader's language",
    "commitments.download": "a spreadsheet",
    "outcomes.record_csv": "a spreadsheet",
    "outcomes.record_json": "a file for a program",
    "pledges.hours_file": "a spreadsheet",
    "pledges.hours_of_pitch_file": "a spreadsheet",
    "pledges.hours_of_organisation_file": "a spreadsheet",
    "settlement.download": "a spreadsheet",
    "pledges.receipt_text": "a text file",
    "pledges.card_back": "reads what became of a card and leads on to its pledge",
    "pledges.repaired": "reads what a bank said and leads on to the repair page",
    "sharebacks.calendar": "a calendar file",
    "sharing.calendar_file": "a calendar file",
    "sharing_plain.personal": "a calendar file",
    "sharing_plain.feed": "leads to the feed of pitches",
    "sharing.pitches": "a feed",
    "sharing.sharebacks": "a feed",
    "sharing.topic": "a feed",
    "sharing.person": "a feed",
    "sharing.collection": "a feed",
    "sharing.podcast": "a feed",
    "sharing_plain.og_pitch": "a picture",
    "sharing_plain.og_shareback": "a picture",
    "sharing_plain.og_site": "a picture",
    "sharing_plain.podcast_cover": "a picture",
    "sharing.qr": "a picture",
    "sharebacks.figures": "a spreadsheet",
    "sharebacks_plain.short": "leads to the check-in page",
    "outreach.via": "counts who came and leads on to the pitch",
    "files.get": "a file",
    "sharebacks.mine": "a file",
    "sharebacks.letter_file": "a file",
    "demo.letter": "a letter as a mail program shows it, under a policy of its own",
    "static_asset": "a file",
    "health.live": "words for a machine",
    "health.ready": "words for a machine",
}
