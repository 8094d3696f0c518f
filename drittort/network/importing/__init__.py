"""Communities as they are: people, companies, interactions and Slack exports from files into a house."""
