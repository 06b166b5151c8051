"""Multibase: bytes as text whose first letter names its alphabet. Keys and signatures are written like this."""

from __future__ import annotations

from base64 import b64decode

_BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def encoded(data: bytes) -> str:
    """`z` and base58, as DIDs and proofs write it."""
    number, digits = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        digits = _BITCOIN[digit] + digits
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def decoded(text: str) -> bytes:
    """`z` (base58) or `u` (base64url). Raises ValueError for anything else."""
    alphabet, digits = text[:1], text[1:]
    if alphabet == "u":
        return base64(digits)
    if alphabet != "z":
        raise ValueError("no multibase this house reads")
    number = 0
    for digit in digits:
        number = number * 58 + _BITCOIN.index(digit)
    zeros = len(digits) - len(digits.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def base64(text: str) -> bytes:
    """Either alphabet of base64, with or without its padding. Raises ValueError."""
    plain = text.translate(str.maketrans("-_", "+/")).rstrip("=")
    return b64decode(plain + "=" * (-len(plain) % 4), validate=True)
