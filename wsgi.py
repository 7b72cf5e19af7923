"""The program as a WSGI application, and the queue it shares with the worker."""

import os

import click

from config import Config
from crowdlearn import cli, doctor
from crowdlearn.app import create_app
from crowdlearn.db import travel
from crowdlearn.db.session import database
from crowdlearn.jobs import build_huey, nudge
from crowdlearn.web import log

os.umask(0o077)  # database, mail, uploads and logs are for this account alone
config = Config.of_this_process()
log.set_up(config.log_level)
database.connect(config.database_url)
if config.environment == "demo":
    travel.follow()
app = create_app(config.mapping(), nudge)
cli.register(app)
command = click.get_current_context(silent=True)
if command is None or command.info_name == "run":  # others, such as `flask doctor`, run where nothing may be served
    doctor.refuse_unsafe_start(app.config)
huey = build_huey(app.config, app.app_context)
database.engine.dispose()  # gunicorn forks after this: no connection may be shared
