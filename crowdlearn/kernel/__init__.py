"""Pure words that every part of the program shares."""
