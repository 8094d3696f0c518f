"""One queue: the table Job, a runner with lease, retry with back-off, reaper and schedule."""
