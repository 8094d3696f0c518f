"""What connect does with answers by mail: introductions answered in a word, help offered, needs written as a mail."""
