"""The keys that sign: made on first use, kept in files that only the site's own user may read.

The folder (setting AMPARO_KEYS_DIR) holds one PEM file per key and `register.json`, which lists every key there
ever was with its public part: retired keys stay in it and still verify; a compromised one is refused from its
cut-off. Neither is ever written to the database or the repository.
"""

from certificates.keys.register import Key, Refused, active_key, compromise, list_keys, rotate, sign, verify

__all__ = ["Key", "Refused", "active_key", "compromise", "list_keys", "rotate", "sign", "verify"]
