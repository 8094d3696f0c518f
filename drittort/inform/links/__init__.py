"""Previews of links in posts, fetched by the house itself."""
