"""The database: sessions, column words, outbox, operations. The only commits."""
