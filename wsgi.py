"""The program as a WSGI application."""
