"""Slack: what arrives there, and how our answers look there."""
