"""What connect does with answers by mail: introductions answered in a word, needs written as a mail."""
