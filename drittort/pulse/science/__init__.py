"""Data for science and funders, and comparison with other houses: sums only, with what is hidden said."""
