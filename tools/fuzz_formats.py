"""Feed the readers of question files with damaged files: `python -m tools.fuzz_formats [count] [seed]`.

`count` inputs (100,000 unless said otherwise) for each format: files of the tests' corpus cut, doubled, spliced and
sprinkled with signs that mean something, and random bytes. What is read is written again. Exits with 1, and keeps
the input under var/, if anything is raised or an input takes longer than two seconds.
"""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from quizzes.domain.formats import FORMATS, read, write  # noqa: E402 the path comes first

CORPUS = ROOT / "tests/quizzes/domain/formats/corpus"
ENDINGS = {"gift": "gift", "aiken": "aiken", "moodle_xml": "xml", "cloze": "cloze"}
SLOW = 2.0  # seconds of computing
HANGS = 60  # seconds by the clock
LONGEST = 20_000  # bytes
EVERY = 5_000  # inputs between two lines of progress
_SIGNS = {
    "gift": "{ } = ~ # -> :: #### %50% %-33,3% \\ \\n // $CATEGORY: [html] [markdown] {#0} .. : , * \n\n [id:a] <b> &amp;",
    "aiken": "A. B) ANSWER: ANSWER:\tC a) RESPUESTA:b \n \n\n Z. é",
    "moodle_xml": (
        '<question> </question> <text> </text> <![CDATA[ ]]> <answer> fraction="x" &amp; &nbsp; <!DOCTYPE <!ENTITY '
        "[[1]] [[p1]] {1:SA:=x} @@PLUGINFILE@@/x.png data:image/png;base64,AAAA <quiz> <!-- --> <img <div> 1e400"
    ),
    "cloze": "{1:MULTICHOICE: {:SA: {2:NUMERICAL: {1:MR_VS: ~ # } = %50% %-1,5% \\} \\\\ &#39; [[p1]] <p> </p> *",
}
TOKENS = {name: [sign.encode() for sign in signs.split(" ")] for name, signs in _SIGNS.items()}


class Fault(Exception):
    """An input that broke a reader, or kept it busy too long."""

    def __init__(self, reason: str, data: bytes) -> None:
        super().__init__(reason)
        self.data = data


def fuzz(name: str, count: int, seed: int = 0, say: Callable[[str], object] = print) -> float:
    """Try `count` inputs of a format. Returns the longest time that one took. Raises Fault."""
    random = Random(f"{name} {seed}")  # noqa: S311 no secret
    began, slowest, questions = time.monotonic(), 0.0, 0
    for number, data in enumerate(inputs(name, count, random), 1):
        took, found = _try(name, data, random)
        slowest, questions = max(slowest, took), questions + found
        if number % EVERY == 0 or number == count:
            rate = number / (time.monotonic() - began)
            say(f"{name}: {number:,} inputs, {questions:,} questions, {rate:,.0f}/s, slowest {slowest * 1000:.0f} ms")
    return slowest


def inputs(name: str, count: int, random: Random) -> Iterator[bytes]:
    """Mutated files, and now and then nothing but noise."""
    own = (CORPUS / f"bank.{ENDINGS[name]}").read_bytes()
    every = [path.read_bytes() for path in sorted(CORPUS.iterdir())]
    tokens = TOKENS[name]
    for _ in range(count):
        kind = random.random()
        if kind < 0.05:
            yield random.randbytes(random.randrange(1, 400))
        elif kind < 0.15:
            yield b" ".join(random.choices(tokens, k=random.randrange(1, 60)))
        else:
            yield _mutated(own, every, tokens, random)


def _mutated(own: bytes, every: list[bytes], tokens: list[bytes], random: Random) -> bytes:
    data = own
    if random.random() < 0.5:  # a part of the file makes for quicker and deeper inputs
        start = random.randrange(len(own))
        data = own[:start] if random.random() < 0.3 else own[start : start + random.randrange(1, 3000)]
    for _ in range(random.randrange(1, 9)):
        data = random.choice(MUTATIONS)(data, every, tokens, random)[:LONGEST]
    return data


def _cut(data: bytes, every: list[bytes], tokens: list[bytes], random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    return data[:start] + data[start + random.randrange(1, 200) :]


def _double(data: bytes, every: list[bytes], tokens: list[bytes], random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    piece = data[start : start + random.randrange(1, 60)]
    return data[:start] + piece * random.choice((2, 3, 50, 400)) + data[start:]


def _sprinkle(data: bytes, every: list[bytes], tokens: list[bytes], random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    return data[:start] + random.choice(tokens) * random.choice((1, 1, 1, 2, 300)) + data[start:]


def _noise(data: bytes, every: list[bytes], tokens: list[bytes], random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    return data[:start] + random.randbytes(random.randrange(1, 6)) + data[start + random.randrange(0, 4) :]


def _splice(data: bytes, every: list[bytes], tokens: list[bytes], random: Random) -> bytes:
    other = random.choice(every)
    start, there = random.randrange(len(data) + 1), random.randrange(len(other))
    return data[:start] + other[there : there + random.randrange(1, 800)] + data[start:]


MUTATIONS = (_cut, _double, _sprinkle, _sprinkle, _noise, _splice)


def _try(name: str, data: bytes, random: Random) -> tuple[float, int]:
    """Read the input, say all that there is to say, write what was read. Returns the time and the questions."""
    strict, target = random.random() < 0.5, random.choice(tuple(FORMATS))
    began = time.process_time()  # what else the machine does is not the reader's fault
    signal.alarm(HANGS)
    try:
        result = read(data, f"bank.{ENDINGS[name]}", "es", strict)
        said = [problem.text for problem in result.problems]
        said += [note.text for question in result.parsed for note in question.notes]
        if random.random() < 0.25:
            said += [problem.text for problem in write(result.parsed, target, "es")[1]]
    except Exception as error:  # any at all is what is looked for
        raise Fault(f"{name}: {error!r}", data) from error
    finally:
        signal.alarm(0)
    took = time.process_time() - began
    if took > SLOW:
        raise Fault(f"{name}: {took:.1f} s for {len(data)} bytes", data)
    return took, len(result.parsed)


def _fuzz_aloud(name: str, count: int, seed: int) -> str:
    """Fuzz a format in a process of its own. Returns what went wrong, or ""."""
    signal.signal(signal.SIGALRM, _hang)
    try:
        fuzz(name, count, seed, lambda line: print(line, flush=True))
    except Fault as fault:
        kept = ROOT / "var" / f"fault.{ENDINGS[name]}"
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(fault.data)
        return f"{fault}\nThe input is in {kept}."
    return ""


def _hang(*_args: object) -> None:
    raise TimeoutError("no end in sight")


def main(arguments: list[str]) -> int:
    """Fuzz every format. Returns the exit code."""
    count = int(arguments[0]) if arguments else 100_000
    seed = int(arguments[1]) if len(arguments) > 1 else 0
    with ProcessPoolExecutor() as pool:
        faults = [fault for fault in pool.map(_fuzz_aloud, ENDINGS, repeat(count), repeat(seed)) if fault]
    print("\n".join(faults) or "Nothing was raised, and nothing took longer than two seconds.")
    return int(bool(faults))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
