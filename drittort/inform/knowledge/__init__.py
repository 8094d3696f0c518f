"""Knowledge: articles of the house, with somebody who looks after each, a day for the next look, versions and both languages."""
