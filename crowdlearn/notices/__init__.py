"""What we tell people, on the site and by e-mail. Knows no feature."""
