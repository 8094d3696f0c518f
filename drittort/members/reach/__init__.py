"""Whether our mail reaches somebody, and how they mend it."""
