"""The tree of RFC 9162 is right: beside published roots, the RFC's own recursion, and another implementation."""

import hashlib

import pymerkle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.domain import merkle

# The test vectors of Certificate Transparency's reference implementation.
INPUTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


class Tree:
    """A log in memory."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.nodes: dict[merkle.Node, bytes] = {}
        self.leaves = leaves
        for index, data in enumerate(leaves):
            siblings = [self.nodes[node] for node in merkle.left_siblings(index)]
            for node, value in merkle.completed_nodes(index, merkle.leaf_hash(data), siblings):
                assert node not in self.nodes, "nodes are written once"
                self.nodes[node] = value

    def hashes(self, spans: list[merkle.Span]) -> list[bytes]:
        return [merkle.span_hash(span, self.nodes.__getitem__) for span in spans]

    def root(self, size: int) -> bytes:
        return self.hashes([(0, size)])[0]

    def inclusion(self, index: int, size: int) -> list[bytes]:
        return self.hashes(merkle.inclusion_spans(index, size))

    def consistency(self, old: int, new: int) -> list[bytes]:
        return self.hashes(merkle.consistency_spans(old, new))


def recursive_root(leaves: list[bytes]) -> bytes:
    """Section 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\1" + recursive_root(leaves[:half]) + recursive_root(leaves[half:])).digest()


BIG = Tree([bytes([n]) * 3 for n in range(130)])
sizes = st.integers(1, 130)


@st.composite
def places(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(sizes)
    return draw(st.integers(0, size - 1)), size


@st.composite
def pairs(draw: st.DrawFn) -> tuple[int, int]:
    new = draw(sizes)
    return draw(st.integers(1, new)), new


@pytest.mark.parametrize("size", ROOTS)
def test_the_published_roots_come_out(size):
    assert Tree(INPUTS[:size]).root(size).hex() == ROOTS[size]


def test_an_empty_log_has_the_rfcs_root():
    assert Tree([]).root(0) == recursive_root([]) == merkle.EMPTY_ROOT


@given(sizes)
def test_every_past_root_can_still_be_made(size):
    assert BIG.root(size) == recursive_root(BIG.leaves[:size])


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=70), st.data())
def test_roots_and_paths_are_those_of_pymerkle(leaves, data):
    mine, theirs = Tree(leaves), pymerkle.InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        theirs.append_entry(leaf)
    size = data.draw(st.integers(1, len(leaves)))
    index = data.draw(st.integers(0, size - 1))
    assert mine.root(size) == theirs.get_state(size)
    # pymerkle counts leaves from 1, and puts the leaf's own hash first.
    path = theirs.prove_inclusion(index + 1, size).path
    assert [merkle.leaf_hash(leaves[index]), *mine.inclusion(index, size)] == list(path)


@given(st.integers(1, 60), st.data())
def test_consistency_proofs_convince_pymerkle_and_its_own_convince_us(new, data):
    old = data.draw(st.integers(1, new))
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    for leaf in BIG.leaves[:new]:
        theirs.append_entry(leaf)
    pymerkle.verify_consistency(theirs.get_state(old), theirs.get_state(new), theirs.prove_consistency(old, new))
    assert (theirs.get_state(old), theirs.get_state(new)) == (BIG.root(old), BIG.root(new))
    assert merkle.verify_consistency(old, new, BIG.root(old), BIG.root(new), BIG.consistency(old, new))


@given(places())
def test_what_is_in_the_log_can_be_proved(place):
    index, size = place
    leaf = merkle.leaf_hash(BIG.leaves[index])
    proof = BIG.inclusion(index, size)
    assert merkle.verify_inclusion(leaf, index, size, proof, BIG.root(size))
    assert len(proof) <= (size - 1).bit_length()


@given(places(), st.data())
def test_nothing_else_can_be_proved(place, data):
    index, size = place
    leaf, root, proof = merkle.leaf_hash(BIG.leaves[index]), BIG.root(size), BIG.inclusion(index, size)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"other"), index, size, proof, root)
    assert not merkle.verify_inclusion(leaf, index, size, proof, bytes(32))
    assert not merkle.verify_inclusion(leaf, index, size, [*proof, bytes(32)], root)
    assert not merkle.verify_inclusion(leaf, size, size, proof, root)
    other = data.draw(st.integers(0, size - 1))
    assert merkle.verify_inclusion(leaf, other, size, proof, root) == (other == index)
    if proof:
        assert not merkle.verify_inclusion(leaf, index, size, proof[:-1], root)


@given(pairs(), st.binary(min_size=32, max_size=32))
def test_a_rewritten_past_is_consistent_with_nothing(pair, forged):
    old, new = pair
    proof = BIG.consistency(old, new)
    assert merkle.verify_consistency(old, new, BIG.root(old), BIG.root(new), proof)
    assert not merkle.verify_consistency(old, new, forged, BIG.root(new), proof)
    assert not merkle.verify_consistency(old, new, BIG.root(old), forged, proof)
    assert not merkle.verify_consistency(old, new, BIG.root(old), BIG.root(new), [*proof, forged])
    if proof:
        assert not merkle.verify_consistency(old, new, BIG.root(old), BIG.root(new), proof[:-1])


@given(st.integers(0, 2**40), st.integers(0, 40))
def test_every_node_has_a_number_of_its_own(index, level):
    place = merkle.position((level, index))
    assert (place + 1) & -(place + 1) == 1 << level, "the level can be read from it"
    assert place >> (level + 1) == index, "and the index too"


@settings(max_examples=30)
@given(st.integers(2**20, 2**40), st.data())
def test_a_proof_in_a_huge_log_needs_few_nodes(size, data):
    index = data.draw(st.integers(0, size - 1))
    assert sum(len(merkle.nodes_of(span)) for span in merkle.inclusion_spans(index, size)) <= 2 * size.bit_length()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: merkle.inclusion_spans(3, 3),
        lambda: merkle.inclusion_spans(-1, 3),
        lambda: merkle.consistency_spans(0, 3),
        lambda: merkle.consistency_spans(4, 3),
    ],
)
def test_what_the_log_does_not_hold_cannot_be_asked_for(ask):
    with pytest.raises(ValueError, match="no "):
        ask()
