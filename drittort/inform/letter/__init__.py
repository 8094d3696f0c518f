"""The house letter: once a week, put together by the house, read over by whoever cares, and another for every reader."""
