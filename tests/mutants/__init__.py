"""Wrong variants of the program, planted from outside it: the tests must see each of them."""
