"""What leaves the site: calendars, feeds, embeds, pictures for links, posters."""
