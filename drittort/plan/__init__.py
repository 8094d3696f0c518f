"""The online business plan: programs, goals on live figures, reviews, rules, advice and money."""
