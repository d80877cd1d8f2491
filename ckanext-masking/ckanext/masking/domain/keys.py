"""Keys of the keyed operators: one master key in, one derived key per purpose and place out.

The master key is given by the caller; nothing here reads a setting or the environment. A derived
key is HKDF-SHA-256 (RFC 5869) of the master key with the purpose and the place as ``info``, so two
datasets share nothing unless a policy asks for it, and a key that leaks opens one place only.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import Final, Literal, NoReturn

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from govopen_common.problem import Problem, Rejected

Link = Literal["column", "dataset", "everywhere"]
"""How far equal values get equal pseudonyms: in one column, one dataset, or in all datasets."""

LINKS: Final[tuple[Link, ...]] = ("column", "dataset", "everywhere")
KEY_BYTES: Final = 32
"""Length of derived keys and the least of a master key: that of SHA-256 (RFC 5869, 2.1)."""
_SALT: Final = b"ckanext-masking/keys/1"
_KEY_ID: Final = b"ckanext-masking/key-id/1"
_ID_BYTES: Final = 6


class _Secret:
    """Bytes that show in no repr, log line, comparison of repr or pickle."""

    __slots__ = ("_bytes",)

    def __init__(self, raw: bytes) -> None:
        self._bytes = raw

    def reveal(self) -> bytes:
        """The bytes themselves, for the primitive that needs them."""
        return self._bytes

    def __repr__(self) -> str:
        return "<secret>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is not written anywhere")


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """A key and its ``id``: twelve hexadecimal digits that tell keys apart and give none away."""

    id: str
    _secret: _Secret = field(repr=False)

    @classmethod
    def of(cls, raw: bytes) -> Key:
        """The key of ``raw`` bytes."""
        digest = hmac.digest(raw, _KEY_ID, "sha256")
        return cls(digest[:_ID_BYTES].hex(), _Secret(raw))

    def reveal(self) -> bytes:
        """The bytes themselves, for the primitive that needs them."""
        return self._secret.reveal()

    @property
    def text(self) -> str:
        """The bytes as hexadecimal digits, for primitives whose keys are text."""
        return self.reveal().hex()


@dataclass(frozen=True, slots=True, eq=False)
class MasterKey:
    """The site's masking key; ``id`` may stand in reports."""

    id: str
    _key: Key = field(repr=False)

    @classmethod
    def of(cls, raw: bytes) -> MasterKey:
        """The master key of ``raw``, at least 32 random bytes. Raises ``Rejected``."""
        if len(raw) < KEY_BYTES or len(set(raw)) < KEY_BYTES // 4:
            zh = f"主密钥应为至少 {KEY_BYTES} 个随机字节，请用 openssl rand -hex {KEY_BYTES} 生成"
            en = f"the master key needs {KEY_BYTES} random bytes; try openssl rand -hex {KEY_BYTES}"
            raise Rejected(Problem("master_key", "key_weak", zh, en))
        key = Key.of(raw)
        return cls(key.id, key)

    @classmethod
    def of_hex(cls, text: str) -> MasterKey:
        """The master key written as hexadecimal digits. Raises ``Rejected``."""
        try:
            raw = bytes.fromhex(text.strip())
        except ValueError:
            zh = "主密钥应写成十六进制数字"
            raise Rejected(
                Problem("master_key", "key_hex", zh, "the master key must be hexadecimal digits")
            ) from None
        return cls.of(raw)

    def derive(self, purpose: str, *place: str) -> Key:
        """The key for ``purpose`` at ``place`` (dataset, column; none for the whole site).

        The parts are written with their lengths before them, so no two places have one ``info``.
        """
        info = b"".join(
            len(part).to_bytes(4, "big") + part
            for part in (text.encode("utf-8", "surrogatepass") for text in (purpose, *place))
        )
        hkdf = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=_SALT, info=info)
        return Key.of(hkdf.derive(self._key.reveal()))


@dataclass(frozen=True, slots=True, eq=False)
class DatasetKeys:
    """The keys of one dataset. ``dataset`` is a name that never changes, such as its id."""

    master: MasterKey
    dataset: str

    def key(self, purpose: str, column: str, link: Link = "dataset") -> Key:
        """The key for ``purpose`` with the reach that ``link`` asks for."""
        match link:
            case "everywhere":
                return self.master.derive(purpose)
            case "dataset":
                return self.master.derive(purpose, self.dataset)
            case "column":
                return self.master.derive(purpose, self.dataset, column)
