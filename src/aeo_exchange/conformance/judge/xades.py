"""What an issuer signed as XML: claims and record, and a XAdES signature that covers them.

The references are digested here, with the exclusive canonicalisation of libxml2; of signxml the
published schemas of signature and XAdES are taken, and no judgement.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections import Counter
from io import BytesIO

from lxml import etree

from aeo_exchange.conformance.judge.attested import Attested
from aeo_exchange.conformance.judge.keys import IssuerKey
from aeo_exchange.conformance.judge.refusal import BadOutput, require
from aeo_exchange.conformance.judge.xades_signature import DSIG, XadesSignature, read_signature
from aeo_exchange.conformance.judge.xml_tree import (
    Element,
    element_tree,
    has_text_between,
    parsed,
)
from aeo_exchange.conformance.suite.media import XADES
from aeo_exchange.model.attestation import Claims
from aeo_exchange.model.shape import NAMESPACE, record_shape, shape_of

__all__ = ["read_xades"]

MOST_NAMESPACES = 32  # ATT-3-1
SIGNATURE = f"{{{DSIG}}}Signature"
ROOT, CLAIMS, RECORD = (
    f"{{{NAMESPACE}}}{name}" for name in ("AeoAttestation", "Claims", "AeoRecord")
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")


def read_xades(content: bytes, key: IssuerKey) -> Attested:
    """Return what an XML attestation claims, which the key has signed; raises BadOutput."""
    try:
        root = parsed(content)
    except ValueError as cause:
        raise BadOutput("AEO-SIG-01", str(cause)) from cause
    require(root.tag == ROOT, "AEO-SIG-01", "the root element is not AeoAttestation")
    claims, record, signed_by = _parts(root, content)
    try:
        attested = Attested(
            envelope=XADES,
            claims=element_tree(claims, shape_of(Claims)),
            record=element_tree(record, record_shape()),
        )
    except ValueError as cause:
        raise BadOutput("AEO-SIG-08", f"claims or record: {cause}") from cause
    _require_signed(root, read_signature(signed_by, str(root.get("Id"))), key)
    return attested


def _parts(root: Element, content: bytes) -> tuple[Element, Element, Element]:
    """Return claims, record and signature; raises BadOutput for anything beside them (ATT-3-1)."""
    spaces = list(etree.iterparse(BytesIO(content), events=("start-ns",), resolve_entities=False))
    others = any(not isinstance(node.tag, str) for node in root.getroottree().iter())
    beside = [*root.itersiblings(), *root.itersiblings(preceding=True)]
    holds = {
        "Id is the one attribute of the root": root.keys() == ["Id"]
        and _NAME.match(str(root.get("Id"))) is not None,
        "the root has Claims, AeoRecord and one Signature alone": [child.tag for child in root]
        == [CLAIMS, RECORD, SIGNATURE]
        and not has_text_between(root),
        "there is no signature inside another part": len(list(root.iter(SIGNATURE))) == 1,
        "no element outside the signature has an attribute": not any(
            element.keys() for part in root[:2] for element in part.iter()
        ),
        "there is neither comment nor processing instruction": not others and not beside,
        f"there are at most {MOST_NAMESPACES} namespaces": len(spaces) <= MOST_NAMESPACES,
    }
    for what, is_so in holds.items():
        require(is_so, "AEO-SIG-15", f"it does not hold that {what}")
    names = Counter(
        value
        for element in root.iter()
        for name, value in element.items()
        if etree.QName(name).localname.lower() == "id"
    )
    require(max(names.values()) == 1, "AEO-SIG-16", "two elements have one Id")
    claims, record, signed_by = root
    return claims, record, signed_by


def _require_signed(root: Element, signature: XadesSignature, key: IssuerKey) -> None:
    """Refuse what the key has not signed, or not all of what is said (AEO-SIG-19)."""
    require(signature.kid == key.kid, "AEO-SIG-19", "it names another key")
    covered = {"the root": _without_signature(root), **signature.inside}
    for what, element in covered.items():
        digest = hashlib.sha256(_canonical(element)).digest()
        require(
            digest == signature.digests[str(element.get("Id"))],
            "AEO-SIG-19",
            f"the digest of {what} does not fit",
        )
    require(
        key.has_signed(_canonical(signature.signed_info), signature.value),
        "AEO-SIG-19",
        "the signature is not one of the key of the case",
    )


def _canonical(element: Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


def _without_signature(root: Element) -> Element:
    """Return the root as the transform enveloped-signature leaves it, with all its blanks."""
    whole = copy.deepcopy(root)
    signature = whole[-1]
    before = whole[-2]
    before.tail = (before.tail or "") + (signature.tail or "")
    whole.remove(signature)
    return whole
