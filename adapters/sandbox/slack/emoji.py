"""The emoji a person may type as a picture, and Slack's short names for them."""

from __future__ import annotations

NAMES = {
    "💛": "yellow_heart",
    "❤️": "heart",
    "❤": "heart",
    "💚": "green_heart",
    "💙": "blue_heart",
    "💜": "purple_heart",
    "🧡": "orange_heart",
    "🙏": "pray",
    "👍": "+1",
    "👎": "-1",
    "👏": "clap",
    "🙌": "raised_hands",
    "👋": "wave",
    "💪": "muscle",
    "🎉": "tada",
    "🎊": "confetti_ball",
    "⭐": "star",
    "🌟": "star2",
    "✨": "sparkles",
    "🔥": "fire",
    "🚀": "rocket",
    "💯": "100",
    "👀": "eyes",
    "😀": "grinning",
    "😊": "blush",
    "😂": "joy",
    "🤔": "thinking_face",
    "✅": "white_check_mark",
    "☕": "coffee",
    "🌮": "taco",
    "🌱": "seedling",
    "🤝": "handshake",
}
PICTURES = {name: picture for picture, name in NAMES.items() if picture != "❤"} | {"thumbsup": "👍", "thumbsdown": "👎"}
_TONES = {"🏻": 2, "🏼": 3, "🏽": 4, "🏾": 5, "🏿": 6}


def short_name(typed: str) -> str:
    """The name the platform sends: `💛` and `:yellow_heart:` are `yellow_heart`, `👍🏽` is `+1::skin-tone-4`."""
    bare = typed.strip(":") if typed.startswith(":") else typed
    tone = _TONES.get(bare[-1:])
    if tone is not None and bare[:-1] in NAMES:
        return f"{NAMES[bare[:-1]]}::skin-tone-{tone}"
    return NAMES.get(bare, bare)


def named(text: str) -> str:
    """Pictures in a typed message become `:names:`, as Slack stores them."""
    if text.isascii():
        return text
    for picture, name in NAMES.items():
        if picture in text:
            text = text.replace(picture, f":{name}:")
    return text


def pictured(text: str) -> str:
    """The `:names:` of a typed message as its readers see them."""
    if ":" not in text:
        return text
    for name, picture in PICTURES.items():
        text = text.replace(f":{name}:", picture)
    return text
