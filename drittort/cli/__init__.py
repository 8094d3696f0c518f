"""The command line: `drittort engine ...` works on files and needs no site; everything else is a command of the site."""
