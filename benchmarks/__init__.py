"""What is fast or good, against what; each file is one `bin/bench NAME`."""
