"""The survey of a quarter: whether people feel that they belong, asked so that no answer is anybody's."""
