"""The house on a phone: installed as an app, readable without a net, with things shared into it."""
