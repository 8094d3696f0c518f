"""Wall screens for kitchen and entrance, and the week on paper."""
