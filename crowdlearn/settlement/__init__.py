"""From the lock to the last cent: who pays, what was spent, what is paid out, what goes back."""
