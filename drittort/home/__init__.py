"""The pages that speak of everything: the door, Heute, Jetzt kümmern."""
