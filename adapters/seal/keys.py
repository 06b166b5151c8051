"""Ed25519 keys and how they are written: Multikey, the form that DIDs and their documents use."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from guildbot import multibase
from guildbot.settings import MULTIKEY_SECRET

_PUBLIC = b"\xed\x01"  # the multicodec of an Ed25519 public key


class Key:
    """What a host seals with, made from its seed of 32 bytes."""

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = multibase.encoded(_PUBLIC + self._private.public_key().public_bytes_raw())

    @classmethod
    def new(cls) -> Key:
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def secret(self) -> str:
        """As GUILDBOT_SIGNING_KEY takes it."""
        return multibase.encoded(MULTIKEY_SECRET + self._private.private_bytes_raw())

    def sign(self, said: bytes) -> bytes:
        return self._private.sign(said)


def signed(public: str, signature: bytes, said: bytes) -> bool:
    """Whether the holder of a public key, written as a Multikey, signed this. Raises ValueError when it is no such key."""
    key = multibase.decoded(public)
    if not key.startswith(_PUBLIC):
        raise ValueError("not an Ed25519 key")
    try:
        Ed25519PublicKey.from_public_bytes(key.removeprefix(_PUBLIC)).verify(signature, said)
    except InvalidSignature:
        return False
    return True
