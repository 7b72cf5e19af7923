"""Pages that show several features: home, Discover, the pitch page, static pages, the style guide."""
