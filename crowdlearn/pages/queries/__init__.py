"""Reading for the pages that show several features."""
