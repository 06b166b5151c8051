"""Slack's short names for emoji, and the characters they stand for."""

from __future__ import annotations

import re
import unicodedata

_SHORTCODE = re.compile(r":([a-z0-9_+'-]+):(?::skin-tone-\d:)?")

# Names that are not simply the Unicode name with underscores; those are found by `unicodedata`.
_NAMES = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "heart": "❤️", "sparkling_heart": "💖", "broken_heart": "💔",
    "pray": "🙏", "clap": "👏", "raised_hands": "🙌", "wave": "👋", "muscle": "💪", "ok_hand": "👌", "point_up": "☝️", "fist": "✊",
    "tada": "🎉", "confetti_ball": "🎊", "star": "⭐", "star2": "🌟", "sparkles": "✨", "100": "💯", "eyes": "👀", "gift": "🎁",
    "grinning": "😀", "smile": "😄", "smiley": "😃", "blush": "😊", "joy": "😂", "heart_eyes": "😍", "wink": "😉", "sob": "😭",
    "slightly_smiling_face": "🙂", "thinking_face": "🤔", "hugging_face": "🤗", "white_check_mark": "✅", "coffee": "☕", "bulb": "💡",
    "sunny": "☀️", "rainbow": "🌈", "sunflower": "🌻", "tulip": "🌷", "rose": "🌹", "cherry_blossom": "🌸", "herb": "🌿",
    "four_leaf_clover": "🍀", "bow": "🙇", "handshake": "🤝", "medal": "🏅", "trophy": "🏆", "cake": "🍰", "beers": "🍻", "bee": "🐝",
    "ship": "🚢", "boat": "⛵", "anchor": "⚓", "dizzy": "💫", "boom": "💥", "zap": "⚡", "bouquet": "💐",
}  # fmt: skip


def character(name: str) -> str:
    """The character behind a short name without colons (skin tones left off); a workspace's own emoji stays `:name:`."""
    bare = name.strip(":").split("::")[0]
    if bare in _NAMES:
        return _NAMES[bare]
    try:
        found = unicodedata.lookup(bare.replace("_", " "))
    except KeyError:
        return f":{bare}:"
    return found if ord(found[0]) > 0x2000 else f":{bare}:"


def pictured(text: str) -> str:
    """Typed text with its short names as characters, so that it reads the same everywhere."""
    if ":" not in text:
        return text
    return _SHORTCODE.sub(lambda found: found[0] if (made := character(found[1])).startswith(":") else made, text)
