"""`python -m adapters.demo FILE.svg`: play the demo and keep a picture of it."""

import asyncio
import sys

from adapters.demo import demo

asyncio.run(demo(picture=sys.argv[1] if len(sys.argv) > 1 else None))
