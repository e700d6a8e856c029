"""Split by concept: how a course certifies, the register, its history and files, the transparency log."""

from certificates.models.badges import BadgeStatus
from certificates.models.history import CertificateEvent, CertificateFile, private_storage
from certificates.models.log import LogEntry, LogHead, LogNode, LogSalt, SignedTreeHead
from certificates.models.policies import CertificatePolicy, Template, TemplateVersion
from certificates.models.register import Certificate, SerialCounter

__all__ = [
    "BadgeStatus",
    "Certificate",
    "CertificateEvent",
    "CertificateFile",
    "CertificatePolicy",
    "LogEntry",
    "LogHead",
    "LogNode",
    "LogSalt",
    "SerialCounter",
    "SignedTreeHead",
    "Template",
    "TemplateVersion",
    "private_storage",
]
