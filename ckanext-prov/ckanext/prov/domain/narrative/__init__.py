"""The log in plain sentences, one for each entry, in the language of the reader."""

from __future__ import annotations

from ckanext.prov.domain.narrative.telling import KINDS, Sentence, kinds_of, tell
from ckanext.prov.domain.narrative.words import Known, Words

__all__ = ["KINDS", "Known", "Sentence", "Words", "kinds_of", "tell"]
