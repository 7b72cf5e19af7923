"""Money of a pledge on its way in and back. The port is gateway.py; each provider has one adapter."""
