"""Keys in hardware, by PKCS#11: they sign inside the token, and only digest and signature travel.

Needs the extra `hsm`. A key belongs to the process that opened it, and to one thread at a time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import NoReturn, Self

from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import UNSET, UnsetType

from aeo_exchange.errors import MissingExtra, UnsupportedAlgorithm
from aeo_exchange.safe_text import excerpt
from aeo_exchange.signing.key_uri import KeyUri, read_key_uri, unusable
from aeo_exchange.signing.keys import VerificationKey, read_certificate, verification_key

try:
    import pkcs11
    from pkcs11 import Attribute, Mechanism, ObjectClass, TokenFlag
except ImportError as cause:
    raise MissingExtra("a key in hardware", "hsm") from cause

__all__ = ["HardwareKey", "open_token_key"]

_P256 = bytes.fromhex("06082a8648ce3d030107")  # the object identifier prime256v1, in DER
_POINT_BYTES = 65
_WANTED = "a key that signs must be on P-256"
_ASK = "Look at what the token holds, for example with `pkcs11-tool --list-objects --login`."
_WRONG_PIN = ("the pin is wrong", "A token locks after a few wrong ones: look it up, do not guess.")
_GONE = ("the token is not there", "Plug it in, and leave it in until the command has ended.")
_LOG_IN = ("the token lets nobody sign without a pin", "Give the pin as a passphrase is given.")
# What a token answers, in the order of asking: what it means, what to do.
_REASONS: dict[type[pkcs11.PKCS11Error], tuple[str, str]] = {
    pkcs11.PinIncorrect: _WRONG_PIN,
    pkcs11.PinInvalid: _WRONG_PIN,
    pkcs11.PinLenRange: _WRONG_PIN,
    pkcs11.PinLocked: ("the pin is locked", "The security officer of the token can unlock it."),
    pkcs11.PinExpired: ("the pin has expired", "Set a new one with the tools of the token."),
    pkcs11.UserPinNotInitialized: ("the token has no pin yet", "Set one with its tools."),
    pkcs11.UserNotLoggedIn: _LOG_IN,
    pkcs11.TokenNotPresent: _GONE,
    pkcs11.DeviceRemoved: _GONE,
    pkcs11.MechanismInvalid: ("the token does not sign by ECDSA", "Use another token."),
}


class HardwareKey:
    """A P-256 key that signs in a token; to be closed, best by `with`."""

    def __init__(
        self,
        session: pkcs11.Session,
        key: pkcs11.SignMixin,
        public: VerificationKey,
        pin: str | UnsetType,
    ) -> None:
        self._session = session
        self._key = key
        self._public = public
        # Kept for a key only that wants it for each signature (CKA_ALWAYS_AUTHENTICATE).
        self._pin = pin
        self._process = os.getpid()

    @property
    def public(self) -> VerificationKey:
        """The public half, as the token has it."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Return the ES256 signature of a message, r and s one behind the other.

        Raises UnusableKey when the token refuses, and for a signature that the public half
        does not verify: nothing leaves that somebody else would have to refuse.
        """
        if os.getpid() != self._process:
            raise unusable(
                "the key was opened by another process", "Open it in each process that signs."
            )
        again = {} if self._pin is UNSET else {"pin": self._pin}
        with _token_errors():
            # The mechanism signs a digest and answers as RFC 7518, section 3.4, has it.
            signature = bytes(
                self._key.sign(sha256(message).digest(), mechanism=Mechanism.ECDSA, **again)
            )
        if not self._public.verifies(message, signature):
            raise unusable("what the token signed is not of the public key that it holds", _ASK)
        return signature

    def close(self) -> None:
        """End the session; the token keeps the key."""
        _close(self._session)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"HardwareKey(kid={self._public.kid!r})"

    def __reduce__(self) -> NoReturn:
        raise unusable(
            "a key in hardware does not travel to another process", "Sign with one process."
        )


def open_token_key(uri: str, pin: bytes | None, *, module: str | None = None) -> HardwareKey:
    """Return the one key that a PKCS#11 URI names, logged in.

    `module` is the library of the maker where the URI names none. Without a pin the token is
    asked as it is, or by its own pin pad. Raises UnusableKey and UnsupportedAlgorithm; no
    message shows the pin.
    """
    wanted = read_key_uri(uri)
    secret = _pin_text(pin)
    with ExitStack() as undo, _token_errors():
        session = _log_in(_token(_slots(wanted.module_path or module), wanted), secret)
        undo.callback(_close, session)
        key = _private_key(session, wanted)
        kept = secret if secret and _always_asks(key) else UNSET
        opened = HardwareKey(session, _signing(key), _public_half(session, key), kept)
        undo.pop_all()
    return opened


@contextmanager
def _token_errors() -> Iterator[None]:
    """Turn what a token answers into an error of ours."""
    try:
        yield
    except pkcs11.PKCS11Error as answer:
        kind = type(answer)
        reason, advice = _REASONS.get(kind, (f"the token refuses: {kind.__name__}", _ASK))
        raise unusable(reason, advice) from answer


def _close(session: pkcs11.Session) -> None:
    # A token that was pulled out has ended the session in its way.
    with suppress(pkcs11.PKCS11Error):
        session.close()


def _pin_text(pin: bytes | None) -> str | None:
    try:
        return pin.decode() if pin else None
    except UnicodeDecodeError:
        # The library's own error quotes what it could not decode.
        raise unusable("the pin is not UTF-8", "Give the pin as the token knows it.") from None


def _slots(module: str | None) -> list[pkcs11.Slot]:
    """Return the slots with a token, by the library of a maker, which runs in this process."""
    if module is None:
        raise unusable(
            "nothing says which module speaks to the token",
            "Add ?module-path=FILE to the URI, or set AEO_PKCS11_MODULE to the file.",
        )
    if not Path(module).is_absolute():
        raise unusable("the module is not named by a whole path", "Begin it with /.")
    try:
        # One library under two names would be started twice, which it refuses.
        return pkcs11.lib(os.path.realpath(module)).get_slots(token_present=True)
    except pkcs11.PKCS11Error as cause:
        said = f"the module {excerpt(module)} cannot be loaded: {excerpt(str(cause))}"
        raise unusable(said, "Give the library that the maker of the token delivers.") from cause


def _token(slots: list[pkcs11.Slot], wanted: KeyUri) -> pkcs11.Token:
    """Return the one token that the URI describes."""
    tokens = [slot.get_token() for slot in slots]
    ready = [token for token in tokens if token.flags & TokenFlag.TOKEN_INITIALIZED]
    described = [token for token in ready if _is_described(token, wanted)]
    if len(described) != 1:
        labels = ", ".join(excerpt(token.label) for token in ready) or "none"
        raise unusable(
            f"{len(described) or 'no'} tokens fit the PKCS#11 URI; there are: {labels}",
            "Name one by token=, serial= or slot-id=.",
        )
    return described[0]


def _is_described(token: pkcs11.Token, wanted: KeyUri) -> bool:
    facts = (
        (wanted.token, token.label),
        (wanted.serial, token.serial.rstrip(b"\0 ").decode("utf-8", "replace")),
        (wanted.manufacturer, token.manufacturer_id),
        (wanted.model, token.model),
        (wanted.slot_id, token.slot.slot_id),
    )
    return all(wish is None or wish == fact for wish, fact in facts)


def _log_in(token: pkcs11.Token, pin: str | None) -> pkcs11.Session:
    """Return a session; a process that is logged in already stays so, as PKCS#11 has it."""
    has_pad = TokenFlag.PROTECTED_AUTHENTICATION_PATH in token.flags
    if pin is None and TokenFlag.LOGIN_REQUIRED in token.flags and not has_pad:
        raise unusable(*_LOG_IN)
    try:
        return token.open(user_pin=pkcs11.PROTECTED_AUTH if pin is None and has_pad else pin)
    except pkcs11.UserAlreadyLoggedIn:
        return token.open()


def _private_key(session: pkcs11.Session, wanted: KeyUri) -> pkcs11.PrivateKey:
    """Return the one private key that the URI describes; raises UnusableKey for none or more."""
    named = {Attribute.LABEL: wanted.label, Attribute.ID: wanted.id}
    described = {label: value for label, value in named.items() if value is not None}
    keys = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, **described}))
    if len(keys) != 1:
        raise unusable(
            f"{len(keys) or 'no'} private keys fit the PKCS#11 URI",
            f"Name one by object= or id=. {_ASK}",
        )
    (key,) = keys
    if not isinstance(key, pkcs11.PrivateKey) or key.key_type is not pkcs11.KeyType.EC:
        raise UnsupportedAlgorithm("", _WANTED)
    return key


def _signing(key: pkcs11.PrivateKey) -> pkcs11.SignMixin:
    if not isinstance(key, pkcs11.SignMixin):
        raise unusable("the token does not let this key sign", _ASK)
    return key


def _public_half(session: pkcs11.Session, key: pkcs11.PrivateKey) -> VerificationKey:
    """Return the public half of a key: its own object in the token, or that of a certificate."""
    same = {Attribute.ID: key.id} if key.id else {Attribute.LABEL: key.label}
    if keys := list(session.get_objects({Attribute.CLASS: ObjectClass.PUBLIC_KEY, **same})):
        return _on_p256(_from_point(keys[0]))
    if certificates := list(
        session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE, **same})
    ):
        return _on_p256(read_certificate(certificates[0][Attribute.VALUE]).public_key())
    raise unusable(
        "the token has neither a public key nor a certificate beside the private key",
        "Store one of them in the token, with the id of the private key.",
    )


def _from_point(public: pkcs11.Object) -> object:
    """Return the key of a public key object."""
    if public[Attribute.EC_PARAMS] != _P256:
        raise UnsupportedAlgorithm("", _WANTED)
    # An OCTET STRING with the point inside; older modules give the point alone.
    point = public[Attribute.EC_POINT][-_POINT_BYTES:]
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as cause:
        raise unusable("the public key in the token is not a point of P-256", _ASK) from cause


def _on_p256(public_key: object) -> VerificationKey:
    key = verification_key(public_key)
    if key.algorithm != "ES256":
        raise UnsupportedAlgorithm("", _WANTED)
    return key


def _always_asks(key: pkcs11.PrivateKey) -> bool:
    """Say whether the token wants the pin for each signature."""
    try:
        return bool(key[Attribute.ALWAYS_AUTHENTICATE])
    except pkcs11.PKCS11Error:
        return False  # a module that does not know the attribute
