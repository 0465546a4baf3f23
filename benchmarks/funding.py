"""How fast everyone is ranked for everything: 10,000 profiles against 9,700 texts, the best 50 of each.

Ours is the first pass (words) and the whole ranking (from the profile's text to words, meaning, affinity, time and
money). Peers are bm25s, tantivy and SQLite's FTS5 on the same lemmas, already cut. The limit is the bare sparse product
of the same vectors, whose result nobody sorts. Each runs in a process of its own with one thread; slow ones on part of
the profiles, told as such.

    .venv/bin/python benchmarks/funding.py [--quick] [--stream 1000000 [--minutes 10] [--no-peers]]
"""

import argparse
import gzip
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "../shared/data/funding"
NOW = datetime(2026, 8, 10, tzinfo=UTC)
TOP, DOCUMENTS, PROFILES, WORDS = 50, 9_700, 10_000, 40
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def lines(name: str) -> Iterator[dict]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def real_documents() -> list[tuple[str, str]]:
    """Titles and texts: open topics of the EU portal, objectives of projects, and titles of past topics."""
    topics = [(row["title"], row["description"] or "") for row in lines("sedia_open_topics_2026-08-10.jsonl.gz")]
    projects = [(row["title"], row["objective"] or "") for row in lines("cordis_thematic_projects.jsonl.gz")]
    titles = [(row["title"], "") for row in lines("cordis_topics.jsonl.gz") if row["thematic"]]
    return (topics + projects + titles)[:DOCUMENTS]


def invented_documents() -> list[tuple[str, str]]:
    chance = random.Random(1)
    words = [f"w{n}" for n in range(30_000)]
    weights = [1 / (n + 5) for n in range(30_000)]
    return [("", " ".join(chance.choices(words, weights, k=150))) for _ in range(DOCUMENTS)]


def write_corpus(path: Path) -> str:
    """Documents as titles and texts, profiles as some forty words out of one document each."""
    documents = real_documents() if DATA.exists() else invented_documents()
    chance = random.Random(20261124)
    rich = [f"{title} {text}".split() for title, text in documents if len(text) > 400]
    profiles = []
    for _ in range(PROFILES):
        words = chance.choice(rich)
        start = chance.randrange(max(1, len(words) - WORDS))
        profiles.append(" ".join(words[start : start + WORDS]))
    path.write_text(json.dumps([documents, profiles]), encoding="utf-8")
    return "real texts" if DATA.exists() else "invented texts: the shared data folder is not beside this checkout"


class Corpus:
    """What every engine is given: lemmas of documents and profiles; for the products, vectors of those lemmas."""

    def __init__(self, path: str) -> None:
        from tokka.funding.calls import Call
        from tokka.funding.profiles import Profile

        documents, profiles = json.loads(Path(path).read_text(encoding="utf-8"))
        self.calls = [Call("s", f"{n:06}", title or "-", text=text) for n, (title, text) in enumerate(documents)]
        self.profiles = [Profile(str(n), text, language="en") for n, text in enumerate(profiles)]

    def lemmas(self) -> tuple[list[list[str]], list[list[str]]]:
        from tokka.funding.lemmas import terms_of

        documents = [list(terms_of(f"{call.title} {call.text}", "en").elements()) for call in self.calls]
        return documents, [list(terms_of(profile.text, "en")) for profile in self.profiles]

    def vectors(self) -> tuple:
        from tokka.funding.space import Vocabulary, rarity, weighted

        documents, asked = self.lemmas()
        vocabulary = Vocabulary()
        counts = vocabulary.counted(map(Counter, documents))
        weights = rarity(counts)
        profiles = vocabulary.counted(map(Counter, asked), learn=False)
        return weighted(counts, weights).astype("float32"), weighted(profiles, weights).astype("float32")


Deed = Callable[[int], object]


def bare_product(corpus: Corpus) -> Deed:
    """The result of one block at a time is made and dropped."""
    documents, profiles = corpus.vectors()
    by_word = documents.T.tocsr()

    def run(count: int) -> None:
        for start in range(0, count, 256):
            profiles[start : start + 256] @ by_word

    return run


def ours_words(corpus: Corpus) -> Deed:
    from tokka.funding.index import index_of

    documents, profiles = corpus.vectors()
    index = index_of(documents)
    return lambda count: sum(len(numbers) for numbers, _scores in index.best(profiles[:count], TOP))


def ours_whole(corpus: Corpus) -> Deed:
    from tokka.funding.rank import Ranker

    ranker = Ranker(corpus.calls, NOW)
    ranker.rank(corpus.profiles, 1)  # the words of the profiles are looked up once, as in a nightly run
    return lambda count: ranker.rank(corpus.profiles[:count], TOP)


def bm25s_engine(corpus: Corpus) -> Deed:
    import bm25s

    documents, profiles = corpus.lemmas()
    engine = bm25s.BM25()
    engine.index(documents, show_progress=False)
    known = set(engine.vocab_dict)
    asked = [[word for word in words if word in known] for words in profiles]
    return lambda count: engine.retrieve(asked[:count], k=TOP, show_progress=False, n_threads=0)


def tantivy_engine(corpus: Corpus) -> Deed:
    import tantivy

    documents, profiles = corpus.lemmas()
    schema = tantivy.SchemaBuilder().add_text_field("text", tokenizer_name="whitespace").build()
    index = tantivy.Index(schema)
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    for words in documents:
        writer.add_document(tantivy.Document(text=" ".join(words)))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def run(count: int) -> None:
        for words in profiles[:count]:
            searcher.search(index.parse_query(" ".join(words), ["text"]), TOP)

    return run


def sqlite_engine(corpus: Corpus) -> Deed:
    documents, profiles = corpus.lemmas()
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE d USING fts5(text)")
    base.executemany("INSERT INTO d VALUES (?)", [(" ".join(words),) for words in documents])

    def run(count: int) -> None:
        for words in profiles[:count]:
            asked = " OR ".join(f'"{word}"' for word in words)
            base.execute("SELECT rowid FROM d WHERE d MATCH ? ORDER BY rank LIMIT ?", (asked, TOP)).fetchall()

    return run


ENGINES = {  # name: how it is built, and how many profiles it is given in a quick and in a whole run
    "limit: bare sparse product": (bare_product, 2_000, PROFILES),
    "ours: words": (ours_words, 2_000, PROFILES),
    "ours: whole ranking": (ours_whole, 2_000, PROFILES),
    "bm25s": (bm25s_engine, 1_000, PROFILES),
    "tantivy": (tantivy_engine, 300, 2_000),
    "SQLite FTS5": (sqlite_engine, 50, 300),
}


def measure(engine: str, path: str, count: int) -> None:
    """One engine in this process: seconds for so many profiles, and the memory that it took at most."""
    before = time.process_time()
    run = ENGINES[engine][0](Corpus(path))
    built = time.process_time() - before
    run(min(count, 64))
    cpu, wall = time.process_time(), time.perf_counter()
    run(count)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(json.dumps({"build": built, "cpu": cpu / count, "wall": wall / count, "peak": peak, "count": count}))


def compare(path: Path, quick: bool) -> None:
    print(f"{'':<28}{'build':>7}{'CPU ms':>9}{'wall ms':>9}{'for all':>9}{'÷ ours':>8}{'peak MB':>9}{'profiles':>10}")
    found = {}
    for engine, (_build, few, many) in ENGINES.items():
        command = [sys.executable, __file__, "--engine", engine, "--corpus", str(path)]
        command += ["--count", str(few if quick else many)]
        done = subprocess.run(command, env=os.environ | ONE_THREAD, capture_output=True, text=True)
        if done.returncode:
            print(f"{engine:<28}could not run: {done.stderr.strip().splitlines()[-1]}")
            continue
        found[engine] = json.loads(done.stdout)
    ours = found["ours: words"]["cpu"]
    for engine, one in found.items():
        figures = f"{one['build']:>7.1f}{1e3 * one['cpu']:>9.3f}{1e3 * one['wall']:>9.3f}{PROFILES * one['cpu']:>8.1f}s"
        print(f"{engine:<28}{figures}{one['cpu'] / ours:>8.2f}{one['peak']:>9.0f}{one['count']:>10}")


def invented_profiles(count: int, texts: list[str]) -> Iterator[object]:
    """Profiles without end, made as they are asked for: some words of two real ones."""
    from tokka.funding.profiles import Profile

    chance = random.Random(7)
    for number in range(count):
        first, second = chance.choice(texts).split(), chance.choice(texts).split()
        yield Profile(str(number), " ".join(first[:20] + second[20:]), language="en")


def stream(path: Path, count: int, minutes: float) -> None:
    """Very many profiles through two processes, batch by batch; the memory must not grow with their number.

    After so many minutes it stops, says how far it came, and what the whole would take at that rate.
    """
    from tokka.fleet import fleet
    from tokka.funding.rank import Ranker
    from tokka.funding.streams import rank_stream, save_ranker

    corpus = Corpus(str(path))
    calls = (corpus.calls * 2)[:10_000]
    numbered = [type(call)(call.source, f"{n:06}", call.title, text=call.text) for n, call in enumerate(calls)]
    saved = save_ranker(Ranker(numbered, NOW), path.with_name("ranker"))
    people = invented_profiles(count, [profile.text for profile in corpus.profiles])
    batches = iter(lambda: list(islice(people, 2_000)), [])
    began, done, tenth = time.perf_counter(), 0, max(2_000, count // 10 // 2_000 * 2_000)
    with fleet(processes=2) as workers:
        for ranking in rank_stream(saved, batches, TOP, workers):
            done += len(ranking.profiles)
            taken = time.perf_counter() - began
            is_over = taken > 60 * minutes and done < count
            if done % tenth == 0 or done == count or is_over:
                mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
                print(f"  {done:>9} profiles after {taken:>6.0f} s; peak here {mine:.0f} MB", flush=True)
            if is_over:
                print(f"  stopped; at {done / taken:.0f} profiles a second all would take {count * taken / done:.0f} s")
                break
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    each = 1e3 * (theirs.ru_utime + theirs.ru_stime) / done
    print(f"  largest worker {theirs.ru_maxrss / 1e3:.0f} MB; {each:.3f} ms of CPU for a profile, starting included")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="fewer profiles for each engine")
    options.add_argument("--stream", type=int, metavar="N", help="rank N profiles against 10,000 calls in a stream")
    options.add_argument("--minutes", type=float, default=60, help="for the stream at most; 60 without it")
    options.add_argument("--no-peers", action="store_true", help="the stream alone")
    options.add_argument("--engine", help=argparse.SUPPRESS)
    options.add_argument("--corpus", help=argparse.SUPPRESS)
    options.add_argument("--count", type=int, help=argparse.SUPPRESS)
    told = options.parse_args()
    if told.engine:
        measure(told.engine, told.corpus, told.count)
        return
    os.environ.update(ONE_THREAD)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "corpus.json")
        kind = write_corpus(path)
        print(f"{PROFILES} profiles of {WORDS} words, {DOCUMENTS} documents ({kind}), the best {TOP}; one thread")
        if not told.no_peers:
            compare(path, told.quick)
        if told.stream or not told.quick:
            count = told.stream or 20_000
            print(f"\n{count} profiles against 10,000 calls, streamed through two processes")
            stream(path, count, told.minutes)


if __name__ == "__main__":
    main()
