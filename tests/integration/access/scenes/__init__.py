"""A scene for every row of authz.csv, a module per feature."""
