"""German: a day and its month stay on one line, and a time of day says so."""

DATE_FORMAT = "j.\N{NO-BREAK SPACE}F Y"
DATETIME_FORMAT = "j.\N{NO-BREAK SPACE}F Y, H:i \\U\\h\\r"
MONTH_DAY_FORMAT = "j.\N{NO-BREAK SPACE}F"
