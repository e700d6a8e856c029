"""Check Amparo's certificate log from outside. Copy this file anywhere; it needs `pip install cryptography` alone.

    python3 verify_log.py audit https://SITE --keep heads.json
    python3 verify_log.py certificate https://SITE CODE [--snapshot snapshot.json] [--keep heads.json]

`audit` fetches every entry, computes the log anew, and compares it with each signed head: those the site shows and
those kept from earlier runs: a past row that was changed or taken away gives another root. `certificate` proves that
a certificate's events are in the log, that the site calls it revoked just when they do and, with the snapshot, its words.
Hashes and proofs are those of RFC 9162, section 2.1, written out here. Signatures are Ed25519, which Python does not
bring along and nobody should write anew: hence the one package. Exit code 1 when something is wrong.
"""

import argparse
import hashlib
import json
import unicodedata
import urllib.request
from datetime import datetime
from functools import reduce
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\x01" + left + right)


def roots_at(leaves, sizes):
    """The root of every size asked for, computed from the leaves alone."""
    peaks, found = [], {0: sha256(b"")}  # peaks: (number of leaves, hash) of complete subtrees
    for count, leaf in enumerate(leaves, 1):
        peaks.append((1, sha256(b"\x00" + leaf)))
        while len(peaks) > 1 and peaks[-1][0] == peaks[-2][0]:
            (size, right), (_size, left) = peaks.pop(), peaks.pop()
            peaks.append((size * 2, node(left, right)))
        if count in sizes:
            found[count] = reduce(lambda right, left: node(left, right), [value for _size, value in reversed(peaks)])
    return found


def climb(index, last, proof):
    """Follow a proof upwards (2.1.3.2, 2.1.4.2): each hash and whether it stands left; None for a wrong length."""
    for sibling in proof:
        if last == 0:
            yield None
        is_left = bool(index & 1) or index == last
        while is_left and index and not index & 1:
            index, last = index >> 1, last >> 1
        index, last = index >> 1, last >> 1
        yield sibling, is_left
    if last:
        yield None


def includes(leaf, index, size, proof, root):
    here = sha256(b"\x00" + leaf)
    for step in climb(index, size - 1, proof):
        if step is None:
            return False
        here = node(step[0], here) if step[1] else node(here, step[0])
    return 0 <= index < size and here == root


def is_consistent(old, new, old_root, new_root, proof):
    if old == 0 or old >= new or not proof:
        return old == 0 or (old == new and not proof and old_root == new_root)
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    inner, last = old - 1, new - 1
    while inner & 1:
        inner, last = inner >> 1, last >> 1
    before = after = hashes[0]
    for step in climb(inner, last, hashes[1:]):
        if step is None:
            return False
        before = node(step[0], before) if step[1] else before
        after = node(step[0], after) if step[1] else node(after, step[0])
    return before == old_root and after == new_root


def head_problems(head, keys):
    """What is wrong with a head by itself: its text, its key, its signature."""
    said, key = json.loads(head["signed_text"]), keys.get(head["key"])
    if key is None:
        return [f"head {head['size']}: its key is not listed"]
    cut_off = key["compromised_from"] or "9999-12-31T00:00:00+00:00"
    tests = {
        "its signed text says something else": (said["size"], said["root"], said["key"]) == (head["size"], head["root"], head["key"]),
        "its key was compromised by then": datetime.fromisoformat(said["at"]) < datetime.fromisoformat(cut_off),
    }  # fmt: skip
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key["public"])[-32:])
        public.verify(bytes.fromhex(head["signature"]), head["signed_text"].encode())
    except InvalidSignature:
        tests["its signature is wrong"] = False
    return [f"head {head['size']}: {what}" for what, holds in tests.items() if not holds]


def all_leaves(fetch):
    leaves, start = [], 0
    while start is not None:
        page = fetch(f"/log/entries.json?from={start}")
        leaves += [bytes.fromhex(leaf) for leaf in page["leaves"]]
        start = page["next"]
    return leaves


def audit(fetch, kept):
    """Everything that is wrong with the log. Adds the site's heads and keys to what is kept."""
    page, leaves = fetch("/log/head.json"), all_leaves(fetch)
    keys = {key["id"]: key for key in page["keys"]}
    problems = [f"key {name}: it was replaced" for name, key in kept["keys"].items() if keys.get(name, {}).get("public") != key["public"]]  # fmt: skip
    by_text = {head["signed_text"]: head for head in [*kept["heads"], *page["heads"]]}
    heads = sorted(by_text.values(), key=lambda head: head["size"])
    roots = roots_at(leaves, {head["size"] for head in heads} | {page["size"]})
    for head in heads:
        problems += head_problems(head, {**kept["keys"], **keys})
        if roots.get(head["size"], b"").hex() != head["root"]:
            problems.append(f"head {head['size']}: the entries do not give its root; the past was rewritten")
    if roots.get(page["size"], b"").hex() != page["root"]:
        problems.append(f"size {page['size']}: the entries do not give the root the site shows")
    for old in {head["size"] for head in heads if 0 < head["size"] <= page["size"]}:
        problems += consistency_problems(fetch, old, roots.get(old, b""), page["size"], bytes.fromhex(page["root"]))
    kept["heads"], kept["keys"] = heads, {**kept["keys"], **keys}
    return problems


def consistency_problems(fetch, old, old_root, new, new_root):
    proof = [bytes.fromhex(one) for one in fetch(f"/log/consistency.json?from={old}&to={new}")["proof"]]
    holds = is_consistent(old, new, old_root, new_root, proof)
    return [] if holds else [f"sizes {old} and {new}: the later log does not begin with the earlier"]


def certificate(fetch, code, kept, snapshot=None):
    """Everything that is wrong with one certificate's place in the log."""
    page = fetch(f"/log/inclusion/{code}.json")
    size, root, head = page["size"], bytes.fromhex(page["root"]), page["head"]
    problems = [] if page["entries"] else ["the log has no entry for this certificate"]
    now, state = fetch("/log/head.json"), fetch(f"/v/{code}.json")["state"]
    if head:
        problems += head_problems(head, {key["id"]: key for key in now["keys"]})
        problems += ["the proof is for another head"] if (head["size"], head["root"]) != (size, page["root"]) else []
    print("Signed at " + head["at"] if head else "Not under a signed head yet: ask again in a day.")
    if (state == "revoked") != ("revoke" in {entry["kind"] for entry in page["entries"]}):
        problems.append(f"the site calls it {state}, the log says something else of its revocation")
    problems += [f"head {old['size']}: the log is shorter now" for old in kept["heads"] if old["size"] > now["size"]]
    for old in (head for head in kept["heads"] if size and 0 < head["size"] <= now["size"]):
        pair = sorted([(old["size"], bytes.fromhex(old["root"])), (size, root)])  # a head may be newer than the proof
        problems += consistency_problems(fetch, *pair[0], *pair[1])
    for entry in page["entries"]:
        problems += entry_problems(entry, size, root, snapshot)
    return problems


def entry_problems(entry, size, root, snapshot):
    leaf, proof = bytes.fromhex(entry["leaf"]), [bytes.fromhex(one) for one in entry["proof"]]
    name = f"entry {entry['index']}:"
    found = [] if includes(leaf, entry["index"], size, proof, root) else [f"{name} it is not in the log"]
    if "salt" not in entry:
        return found  # erased, or revoked: it is in the log, what it says is nobody's business
    opened = bytes.fromhex(entry["salt"]) + bytes.fromhex(entry["snapshot_sha256"]) + entry["event"].encode()
    if sha256(opened) != leaf or json.loads(entry["event"])["kind"] != entry["kind"]:
        found.append(f"{name} it was made for something else")
    if snapshot is not None:
        text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        if sha256(unicodedata.normalize("NFC", text).encode()).hex() != entry["snapshot_sha256"]:
            found.append(f"{name} the snapshot says something else than what was logged")
    return found


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["audit", "certificate"])
    parser.add_argument("site")
    parser.add_argument("code", nargs="?", default="")
    parser.add_argument("--keep", type=Path, help="file with the heads and keys seen so far; the older, the better")
    parser.add_argument("--snapshot", type=lambda name: json.loads(Path(name).read_text(encoding="utf-8")))
    options = parser.parse_args(arguments)

    def fetch(path):
        with urllib.request.urlopen(options.site.rstrip("/") + path, timeout=60) as answer:  # noqa: S310
            return json.load(answer)

    is_kept, is_audit = options.keep and options.keep.exists(), options.what == "audit"
    kept = json.loads(options.keep.read_text()) if is_kept else {"heads": [], "keys": {}}
    problems = audit(fetch, kept) if is_audit else certificate(fetch, options.code, kept, options.snapshot)
    if options.keep and not problems:
        options.keep.write_text(json.dumps(kept, indent=1))
    print("\n".join(problems) or f"Nothing is wrong. Heads known: {len(kept['heads'])}.")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
