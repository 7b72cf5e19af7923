"""Any text in the other language: what it says there, and who or what put it there. Knows no feature."""
