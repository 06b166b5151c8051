"""Guildbot on Discord. Discord's own word for a server is “guild”; here it is always a server, and a guild is always ours."""
