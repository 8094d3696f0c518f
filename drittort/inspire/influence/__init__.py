"""What members changed: the history of their influence, made of ideas, decisions and agreements."""
