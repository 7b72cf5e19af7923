"""Starting, testing and checking the program with nothing but Python and make: standard library only."""
