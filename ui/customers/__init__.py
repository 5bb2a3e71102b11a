"""The customers' screens: the list, the two forms to add one, and the window of each."""
