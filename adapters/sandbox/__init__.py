"""Slack workspaces and Discord servers on loopback, for the demo and the tests.

The other side of the wire: it imports nothing of the bot and no SDK.
"""
