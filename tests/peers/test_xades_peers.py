"""XML signatures of other makers: xmlsec1 and the JDK verify ours, and we what xmlsec1 signed.

xmllint and Xerces judge our attestations by the published XML Schema.
"""

from __future__ import annotations

import base64
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization

from aeo_exchange.resources import published
from aeo_exchange.signing.keys import verification_key
from aeo_exchange.signing.xml_attestation import read_xml_attestation
from signing.xml_attacks import FORGED
from signing.xml_forging import AEO, DS, ENVELOPED, EXCLUSIVE, MORE, SHA256, XADES, Material
from signing.xml_material import IAT, make_material
from signing.xml_variants import VARIANTS

pytestmark = pytest.mark.peer

Tool = Callable[[str], str]
HERE = Path(__file__).parent
XSD = published("schemas/1.0/aeo-attestation.xsd")
JARS = ("xercesImpl.jar", "xml-apis.jar")
JAR_FOLDER = Path("/usr/share/java")
MATERIAL = make_material()
KEY = verification_key(MATERIAL.key.public_key())
NAMED = (f"{AEO}:AeoAttestation", f"{XADES}:SignedProperties", f"{DS}:KeyInfo")
IDS = [word for name in NAMED for word in ("--id-attr:Id", name)]
PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"

REFERENCE = """<Reference URI="#{name}"{kind}><Transforms>{transforms}</Transforms>
<DigestMethod Algorithm="{digest}"/><DigestValue/></Reference>"""
TEMPLATE = """<Signature xmlns="{ds}" Id="S1"><SignedInfo>
<CanonicalizationMethod Algorithm="{exclusive}"/>
<SignatureMethod Algorithm="{more}ecdsa-sha256"/>
{references}</SignedInfo><SignatureValue/>
<KeyInfo Id="K1"><X509Data><X509Certificate/></X509Data></KeyInfo>
<Object><q:QualifyingProperties xmlns:q="{xades}" Target="#S1"><q:SignedProperties Id="P1">
<q:SignedSignatureProperties><q:SigningTime>{time}</q:SigningTime>
<q:SigningCertificateV2><q:Cert><q:CertDigest><DigestMethod Algorithm="{digest}"/>
<DigestValue>{fingerprint}</DigestValue></q:CertDigest></q:Cert></q:SigningCertificateV2>
</q:SignedSignatureProperties></q:SignedProperties></q:QualifyingProperties></Object></Signature>"""


def template(material: Material, *, prefixed: bool) -> str:
    """Return an attestation with a signature to be filled in, of another hand than ours."""
    whole = material.content.decode()
    name = re.search(r'Id="([^"]*)"', whole)
    assert name is not None
    transform = '<Transform Algorithm="{}"/>'
    exclusive, enveloped = transform.format(EXCLUSIVE), transform.format(ENVELOPED)
    references = (
        ("P1", f' Type="{PROPERTIES}"', exclusive),
        (name[1], "", enveloped + exclusive),
        ("K1", "", exclusive),
    )
    signature = TEMPLATE.format(
        ds=DS,
        xades=XADES,
        exclusive=EXCLUSIVE,
        more=MORE,
        digest=SHA256,
        time=IAT,
        fingerprint=base64.b64encode(material.certificate.fingerprint(hashes.SHA256())).decode(),
        references="".join(
            REFERENCE.format(name=name, kind=kind, transforms=transforms, digest=SHA256)
            for name, kind, transforms in references
        ),
    )
    parts = whole.partition("<ds:Signature ")[0] + "</AeoAttestation>\n"
    if prefixed:
        parts = re.sub(r"<(/?)(?=[A-Z])", r"<\1n:", parts).replace("xmlns=", "xmlns:n=")
    return re.sub("(?=</(n:)?AeoAttestation>)", lambda _: signature, parts)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Return the file of the certificate that a peer is to trust."""
    file = tmp_path / "certificate.pem"
    file.write_bytes(MATERIAL.certificate.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def signed_by_xmlsec1(tool: Tool, tmp_path: Path, certificate: Path) -> Callable[[str], Path]:
    """Return what has xmlsec1 fill in a template."""
    program = tool("xmlsec1")
    key = tmp_path / "key.pem"
    key.write_bytes(
        MATERIAL.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )

    def sign(text: str) -> Path:
        unsigned, signed = tmp_path / "template.xml", tmp_path / "xmlsec1.xml"
        unsigned.write_text(text, encoding="utf-8")
        keys = f"{key},{certificate}"
        command = [program, "--sign", *IDS, "--privkey-pem", keys, "--output", signed, unsigned]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return signed

    return sign


@pytest.fixture
def jdk(tool: Tool, certificate: Path) -> Callable[[list[Path]], list[tuple[str, int]]]:
    """Return what asks the JDK for its verdict and the number of references that hold."""
    command = [tool("java"), str(HERE / "java" / "XmlSignatureVerify.java"), str(certificate)]

    def judge(files: list[Path]) -> list[tuple[str, int]]:
        names = "\n".join(map(str, files)) + "\n"
        done = subprocess.run(
            command, input=names, capture_output=True, check=True, text=True, timeout=300
        )
        said = (line.split("\t") for line in done.stdout.splitlines())
        return [(verdict, int(held)) for verdict, held, _ in said]

    return judge


def store(folder: Path, contents: list[bytes]) -> list[Path]:
    """Return the files that contents were written to."""
    files = [folder / f"{number}.aeo.xml" for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    return files


def verified_by_xmlsec1(program: str, certificate: Path, file: Path) -> bool:
    """Say whether xmlsec1 verifies a document, all three references."""
    command = [program, "--verify", *IDS, "--pubkey-cert-pem", certificate, file]
    command[2:2] = ["--enabled-key-data", "key-name"]  # the key given, not the one inside
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=60)
    return done.returncode == 0 and "(ok/all): 3/3" in done.stderr


def test_xmlsec1_verifies_ours(tool: Tool, tmp_path: Path, certificate: Path) -> None:
    (file,) = store(tmp_path, [MATERIAL.content])
    assert verified_by_xmlsec1(tool("xmlsec1"), certificate, file)


def test_xmlsec1_refuses_what_was_forged(tool: Tool, tmp_path: Path, certificate: Path) -> None:
    program = tool("xmlsec1")
    for file in store(tmp_path, [attack.build(MATERIAL) for attack in FORGED]):
        assert not verified_by_xmlsec1(program, certificate, file)


def test_the_jdk_verifies_ours(jdk: Callable[..., object], tmp_path: Path) -> None:
    variants = [build(MATERIAL) for does, build in VARIANTS.items() if "referred" not in does]
    files = store(tmp_path, [MATERIAL.content, *variants])
    assert jdk(files) == [("valid", 3)] * len(files)


def test_the_jdk_refuses_what_was_forged(jdk: Callable[..., object], tmp_path: Path) -> None:
    files = store(tmp_path, [attack.build(MATERIAL) for attack in FORGED])
    verdicts = jdk(files)
    assert isinstance(verdicts, list)
    assert {verdict for verdict, _ in verdicts} == {"invalid"}


@pytest.mark.parametrize("prefixed", [False, True], ids=["default namespace", "prefixes"])
def test_what_xmlsec1_signed_is_verified(
    signed_by_xmlsec1: Callable[[str], Path], jdk: Callable[..., object], *, prefixed: bool
) -> None:
    file = signed_by_xmlsec1(template(MATERIAL, prefixed=prefixed))
    ours = read_xml_attestation(MATERIAL.content).prove(KEY)
    theirs = read_xml_attestation(file.read_bytes()).prove(KEY)
    assert theirs.tree == ours.tree
    assert jdk([file]) == [("valid", 3)]


def test_schema_engines_accept_ours(
    tool: Tool, signed_by_xmlsec1: Callable[[str], Path], tmp_path: Path
) -> None:
    (ours,) = store(tmp_path, [MATERIAL.content])
    files = [ours, signed_by_xmlsec1(template(MATERIAL, prefixed=True))]
    command = [tool("xmllint"), "--noout", "--nonet", "--schema", str(XSD), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    archives = os.pathsep.join(str(JAR_FOLDER / jar) for jar in JARS)
    judge = [tool("java"), "-cp", archives, HERE / "java" / "XsdValidate.java", XSD]
    names = "\n".join(map(str, files))
    done = subprocess.run(
        judge, input=names, check=True, capture_output=True, text=True, timeout=300
    )
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["valid", "valid"]
