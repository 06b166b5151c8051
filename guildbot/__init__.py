"""What a guild does: thanks, asks for help, answers to a good question, one warm digest a week. It knows no platform.

Read `kudos/giving.py` first: a use case is a plain function that looks up, refuses, changes, tells and returns what happened.
`bot.py` runs it in one transaction; `courier.py` delivers what it told; `adapters/` translate in and dress the answer.
"""
