"""The program as a WSGI application, and the queue it shares with the worker."""

import os

from config import Config
from crowdlearn import cli, doctor
from crowdlearn.app import create_app
from crowdlearn.db import travel
from crowdlearn.db.session import database
from crowdlearn.jobs import build_huey, nudge
from crowdlearn.web import log

config = Config.from_env()
log.set_up(config.log_level)
database.connect(config.database_url)
if config.environment == "demo":
    travel.follow()
app = create_app(config.mapping(), nudge)
cli.register(app)
huey = build_huey(app.config, app.app_context)
if "FLASK_RUN_FROM_CLI" not in os.environ:  # commands such as `flask doctor` must run where nothing may be served
    doctor.refuse_unsafe_start(app.config)
database.engine.dispose()  # gunicorn forks after this: no connection may be shared
