"""Live pages: a small process of its own tells open browsers that something is new, and they fetch it as any page is fetched."""
