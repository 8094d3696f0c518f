"""English: the month in letters, since 11/12 is two days, on one line with its day, and the clock of the house, which has 24 hours."""

DATE_FORMAT = "F\N{NO-BREAK SPACE}j, Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "F\N{NO-BREAK SPACE}j, Y, H:i"
SHORT_DATE_FORMAT = "M\N{NO-BREAK SPACE}j, Y"
SHORT_DATETIME_FORMAT = "M\N{NO-BREAK SPACE}j, Y, H:i"
MONTH_DAY_FORMAT = "F\N{NO-BREAK SPACE}j"
