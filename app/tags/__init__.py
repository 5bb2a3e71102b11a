"""Tags: coloured words on customers, and what says which customer has which."""
