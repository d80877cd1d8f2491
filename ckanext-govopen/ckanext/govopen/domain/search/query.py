"""From what a reader typed to an edismax query over the fields of ``config/solr``.

The text is cut into concepts: known synonyms first, the rest into words by the index's own
analyser. Each concept is one clause that accepts its synonyms and, when the index does not know
it, what sounds the same or has one other character. ``mm`` says how many clauses must match.
A clause also accepts the whole run of text it stands in, so a clause group means
"these words, or all of it together".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Protocol

from . import pinyin
from .normal import is_han, normalise, runs
from .questions import QuestionWords
from .synonyms import Synonyms

# Fields in which a word or phrase is looked for, with the weight of a match in each. A title says
# what a dataset is; a department or an element says what else it is about; text_zh is everything.
FIELDS = (
    "title_zh^8 title_words^6 org_zh^4 tags_zh^3 elements_zh^3 res_zh^2 class_labels^2 "
    "notes_zh^1 text_zh^0.5 text_words^0.5"
)
TIE = "0.2"  # a word in title and notes counts a little more than one in the title alone
MAX_CONCEPTS = 12
ENOUGH = 3  # public datasets that match every word: then every word is required
FUZZY_LENGTHS = range(2, 9)
# Weights of what is accepted in place of a word, against 1 for the word itself.
WHOLE, SYNONYM, RELATED, SHORTER, SOUND, NEAR = 1.5, 0.4, 0.25, 0.6, 0.4, 0.3
# A short name of a department is made of characters of the whole one, in order: 教体局 is
# 教育和体育局. Between them may stand as many others as such names have.
DEPARTMENT_ENDINGS, DEPARTMENT_LENGTHS, DEPARTMENT_GAPS = "局委办厅", range(3, 6), 6
DIVISION_ENDINGS = "省市县区州"

_ADVANCED = re.compile(r"\{!|(?<![^\s(+\-!])(?:\*|[A-Za-z_][\w.]*):(?!//)\S")
_TOKENS = re.compile(r"[^\W_]+(?:[.+#_/\-][^\W_]+)*[+#]*")


class Lexicon(Protocol):
    """What the index knows: implemented by :class:`...adapters.lexicon.SolrLexicon`."""

    def words(self, text: str) -> list[str]:
        """``text`` cut into words by the index's analyser."""
        ...

    def counts(self, clauses: Sequence[str]) -> list[int]:
        """For each Solr clause, how many public datasets match it."""
        ...


@dataclass(frozen=True)
class Concept:
    """One thing that is asked for: ``text`` in the run of text ``chunk``."""

    text: str
    chunk: str
    synonyms: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    weak: bool = False

    @property
    def answers(self) -> tuple[str, ...]:
        """Every text that answers the concept, itself first."""
        return (self.text, *self.synonyms, *self.related)


@dataclass(frozen=True)
class SearchQuery:
    """Parameters for CKAN's search, and ``terms``, the words worth highlighting."""

    q: str
    mm: str
    terms: tuple[str, ...]
    known: bool = True
    qf: str = FIELDS
    tie: str = TIE

    def params(self) -> dict[str, str]:
        """The Solr parameters that CKAN passes on."""
        return {"q": self.q, "qf": self.qf, "mm": self.mm, "tie": self.tie, "defType": "edismax"}


def is_advanced(q: str) -> bool:
    """Whether ``q`` names a field or a parser of Solr's: ``title:foo``, ``*:*``, ``{!...}``."""
    return _ADVANCED.search(q) is not None


def parse(text: str, lexicon: Lexicon, synonyms: Synonyms, words: QuestionWords) -> list[Concept]:
    """The concepts of a normalised text, at most twelve, without question words."""
    found: list[Concept] = []
    for chunk in _TOKENS.findall(words.content(text)):
        for piece, known in synonyms.carve(chunk):
            if known:
                others, related = synonyms.alternatives(piece), synonyms.related(piece)
                found.append(Concept(piece, chunk, others, related, piece in words.weak))
            else:
                found += _concepts(piece, chunk, lexicon, words)
    kept = [c for c in found if c.text not in words.particles] or found
    if all(c.weak for c in kept):
        kept = [replace(c, weak=False) for c in kept]
    return list(dict.fromkeys(kept))[:MAX_CONCEPTS]


def _concepts(piece: str, chunk: str, lexicon: Lexicon, words: QuestionWords) -> list[Concept]:
    """Words of a piece; neighbouring single characters are one word, a lone one is weak."""
    if not any(is_han(run) for run in runs(piece)) or len(piece) == 1:
        return [Concept(piece, chunk, weak=len(piece) == 1 and piece != chunk)]
    joined: list[str] = []
    singles = False
    for word in _words(piece, lexicon, words):
        if word in words.particles:
            singles = False
            continue
        single = len(word) == 1 and is_han(word)
        if single and singles:
            joined[-1] += word
        else:
            joined.append(word)
        singles = single
    lone = len(joined) > 1 or piece != chunk
    return [
        Concept(word, chunk, weak=word in words.weak or (lone and len(word) == 1 and is_han(word)))
        for word in joined
    ]


def _words(piece: str, lexicon: Lexicon, words: QuestionWords) -> list[str]:
    """Words of a piece. Two characters are one word whatever the analyser makes of them, for it
    would give both together or each alone, unless one of them is a particle."""
    if len(piece) == 2 and is_han(piece) and words.particles.isdisjoint(piece):
        return [piece]
    return lexicon.words(piece) or [piece]


def build(
    raw: str, lexicon: Lexicon, synonyms: Synonyms, words: QuestionWords
) -> SearchQuery | None:
    """The query for what a reader typed; None when nothing in it can be searched for."""
    concepts = parse(normalise(raw), lexicon, synonyms, words)
    required = [c for c in concepts if not c.weak]
    if not required:
        return None
    chunks = list(dict.fromkeys(c.chunk for c in required))
    plain = [_plain(c, synonyms) for c in required]
    probes = [_probe(chunk) for chunk in chunks] + plain + [" AND ".join(plain)]
    counts = lexicon.counts(probes)
    chunk_known = dict(zip(chunks, counts, strict=False))
    known = counts[len(chunks) : -1]
    parts: list[str] = []
    for concept, count in zip(required, known, strict=True):
        near = [] if count else _near(concept.text)
        if concept.chunk != concept.text and not chunk_known[concept.chunk]:
            near += _near(concept.chunk, ends=False)
        parts.append(_clause(concept, concepts, near, synonyms))
    spoken = _spoken(chunks)
    if spoken:
        parts = [f"({part} OR {spoken})" for part in parts]
    mm = _minimum(len(required), sum(1 for count in known if count), counts[-1])
    terms = dict.fromkeys(t for c in concepts for t in (c.chunk, *c.answers))
    return SearchQuery(" OR ".join(parts), str(mm), tuple(terms), known=all(known))


def _minimum(clauses: int, known: int, all_match: int) -> int:
    """How many clauses must match: all when that finds enough; otherwise about three in five of
    those that the index knows at all, so that a word nobody uses does not empty the answer, and
    never all of them when no dataset has them all."""
    if all_match >= ENOUGH or (clauses <= 2 and all_match):
        return clauses
    needed = ceil(known * 0.6)
    return max(1, needed if all_match else min(needed, known - 1))


def _clause(
    concept: Concept,
    concepts: Sequence[Concept],
    near: Sequence[str],
    synonyms: Synonyms,
) -> str:
    text = concept.text
    options = [_quote(text)]
    options += [_instead(s, text, SYNONYM) for s in concept.synonyms]
    options += [_instead(s, text, RELATED) for s in concept.related]
    if concept.chunk != text:
        options.append(_boost(concept.chunk, WHOLE))
    weak = [c.text for c in concepts if c.weak and c.chunk == concept.chunk]
    options += [f"({_quote(text)} AND {_quote(w)})^{SHORTER:g}" for w in weak]
    if not is_han(text):
        options += _latin(text, synonyms)
    elif len(text) > 2 and text[-1] in DIVISION_ENDINGS:
        options.append(_boost(text[:-1], SHORTER))
    options += [*_abbreviated(text), *near]
    return "(" + " OR ".join(dict.fromkeys(options)) + ")"


def _near(text: str, *, ends: bool = True) -> list[str]:
    """Clauses for what sounds like ``text`` or differs from it in one character; in its first or
    last one only with ``ends``, for the rest of a long text would be too common."""
    if not is_han(text) or len(text) not in FUZZY_LENGTHS:
        return []
    sound = _quote(" ".join(pinyin.syllables(text)))
    if len(text) == 2:
        return [f"title_pinyin:{sound}^{SOUND * 8:g}"]
    found = [f"title_pinyin:{sound}^{SOUND * 8:g}", f"pinyin:{sound}^{SOUND * 3:g}"]
    for at in range(len(text)) if ends else range(1, len(text) - 1):
        rest = _quote(f"{text[:at]} {text[at + 1 :]}".strip())
        found += [f"{name}:{rest}~2^{NEAR * 4:g}" for name in ("title_zh", "org_zh", "tags_zh")]
    return found


def _abbreviated(text: str) -> list[str]:
    """A clause for the departments of which ``text`` may be the short name."""
    if not is_han(text) or len(text) not in DEPARTMENT_LENGTHS:
        return []
    if text[-1] not in DEPARTMENT_ENDINGS:
        return []
    return [f"org_zh:{_quote(' '.join(text))}~{DEPARTMENT_GAPS}^{RELATED:g}"]


def _latin(text: str, synonyms: Synonyms) -> list[str]:
    """What a word in Latin letters or digits may also be: a name, a code, pinyin, initials."""
    options = [f"text:{_quote(text)}^0.5", f"name:{_quote(text)}^4", f"res_code:{_quote(text)}^10"]
    for word in synonyms.by_sound(text):
        options.append(_quote(word))
        options += [_instead(other, word, SYNONYM) for other in synonyms.alternatives(word)]
    whole = pinyin.readings(text)
    for reading in whole:
        if len(reading) > 1 or len(text) > 2:
            sound = _quote(" ".join(reading))
            options += [f"title_pinyin:{sound}^4", f"pinyin:{sound}^2"]
    for beginnings in (pinyin.as_initials(text), [] if whole else pinyin.unfinished(text)):
        if len(beginnings) > 1:
            sound = _quote(" ".join(beginnings))
            options += [f"title_pinyin_prefix:{sound}^2", f"pinyin_prefix:{sound}"]
    return options


def _spoken(chunks: Sequence[str]) -> str:
    """A clause for pinyin typed with spaces: ``gong ji jin``."""
    if len(chunks) < 2:
        return ""
    best = [pinyin.readings(chunk)[:1] for chunk in chunks]
    if not all(best):
        return ""
    sound = _quote(" ".join(s for reading in best for s in reading[0]))
    return f"title_pinyin:{sound}^4 OR pinyin:{sound}^2"


def _plain(concept: Concept, synonyms: Synonyms) -> str:
    """The concept as a clause over everything, to count how many datasets know it."""
    texts = list(concept.answers)
    latin = not is_han(concept.text)
    for word in synonyms.by_sound(concept.text) if latin else ():
        texts += [word, *synonyms.alternatives(word)]
    clauses = [*map(_probe, texts), *_abbreviated(concept.text)]
    if latin:
        clauses.append(f"text:{_quote(concept.text)}")
        clauses += [
            f"title_pinyin:{_quote(' '.join(r))}" for r in pinyin.readings(concept.text) if r[1:]
        ]
    return "(" + " OR ".join(clauses) + ")"


def _instead(other: str, text: str, weight: float) -> str:
    """``other`` in place of ``text``. A phrase scores by its pairs of characters, so a longer word
    would outrank the one that was typed if it were not scaled by length."""
    return _boost(other, weight * min(1.0, max(1, len(text) - 1) / max(1, len(other) - 1)))


def _boost(text: str, weight: float) -> str:
    return f"{_quote(text)}^{weight:.3g}"


def _probe(text: str) -> str:
    return f"text_zh:{_quote(text)}"


def _quote(text: str) -> str:
    """A phrase for Solr; what could end it is taken out."""
    return '"' + text.replace("\\", " ").replace('"', " ") + '"'
