"""What waits for somebody: the page that shows it all, and one message a day for whoever wants it."""

from guildbot.waiting.daily import Waits, did_it_help, send, waits
from guildbot.waiting.page import Newcomer, Waiting, waiting

__all__ = ["Newcomer", "Waiting", "Waits", "did_it_help", "send", "waiting", "waits"]
