"""What is certified, as an AchievementCredential (Open Badges 3.0 on W3C's credentials 2.0)."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from certificates.badges.contexts import CREDENTIALS, EXTENSIONS, OPEN_BADGES

SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
TYPES = {"completion": "CertificateOfCompletion", "participation": "Course", "trainer": "Certification"}


@dataclass(frozen=True)
class Award:
    """What a credential says. Instants are written as in `proof.instant`; nothing in it names the holder."""

    address: str  # where the credential lies
    issuer: str  # a DID
    issuer_name: str
    issuer_url: str
    holder: str  # a pseudonym of this one credential
    mail_hash: str
    salt: str
    course_url: str
    kind: str  # of Certificate.Kind
    title: str
    description: str
    criteria: str
    hours: str
    language: str
    awarded: str
    valid_from: str
    valid_until: str  # empty: for ever
    picture: str
    evidence_url: str
    evidence_name: str


def hash_mail(address: str, salt: str) -> str:
    """How a holder shows that a badge is theirs: SHA-256(address ‖ salt), the address in lower case."""
    return "sha256$" + hashlib.sha256((address.lower() + salt).encode()).hexdigest()


def build_credential(award: Award, status: dict[str, str]) -> dict[str, Any]:
    """The credential without any proof. `status` is its entry in a status list."""
    end = {"validUntil": award.valid_until} if award.valid_until else {}
    return {
        "@context": [CREDENTIALS, OPEN_BADGES, EXTENSIONS],
        "id": award.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.title,
        "issuer": {"id": award.issuer, "type": ["Profile"], "name": award.issuer_name, "url": award.issuer_url},
        "validFrom": award.valid_from,
        **end,
        "awardedDate": award.awarded,
        "credentialSubject": _subject(award),
        "evidence": [{"id": award.evidence_url, "type": ["Evidence"], "name": award.evidence_name}],
        "credentialStatus": status,
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _subject(award: Award) -> dict[str, Any]:
    return {
        "id": award.holder,
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": award.mail_hash,
                "identityType": "emailAddress",
                "salt": award.salt,
            }
        ],
        "achievement": _achievement(award),
    }


def _achievement(award: Award) -> dict[str, Any]:
    return {
        "id": f"{award.course_url}#{award.kind}",
        "type": ["Achievement"],
        "achievementType": TYPES[award.kind],
        "inLanguage": award.language,
        "name": award.title,
        "description": award.description,
        "criteria": {"narrative": award.criteria},
        "creditsAvailable": _number(award.hours),
        "image": {"id": award.picture, "type": "Image"},
    }


def _number(text: str) -> int | float:
    """Whole numbers as such: 40.0 and 40 are written differently in RDF, and JSON elsewhere makes one of the other."""
    number = Decimal(text)
    return int(number) if number == int(number) else float(number)
