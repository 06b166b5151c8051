"""What stops a start."""


class CannotStart(Exception):
    """One readable sentence for whoever runs the bot."""
