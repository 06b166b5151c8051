"""Slack workspaces and Discord servers on loopback, for the demo and the tests. Imports nothing of the bot and no SDK: it is the other side of the wire."""
