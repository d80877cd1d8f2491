"""The score of the EU's Metadata Quality Assessment, out of 405, so that portals can compare.

By the points published in the data provider manual of data.europa.eu. A dataset is scored by
itself, pass or fail for each metric, as the official service does; figures of catalogues made of
proportions, as some tools compute them, differ.
"""

from ckanext.openindex.domain.mqa.score import BANDS, MOST, MqaScore, mqa

__all__ = ["BANDS", "MOST", "MqaScore", "mqa"]
