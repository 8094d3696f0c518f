"""Days and times where Django's own format of a language does not fit a European house."""
