"""Who we are, and the settings everybody shares."""
