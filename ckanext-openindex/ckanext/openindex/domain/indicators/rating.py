"""Heat: how readers rate the dataset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.indicators.base import Indicator, Parameter, missing
from ckanext.openindex.domain.measurement import Evidence, Measurement


class Rating(Indicator):
    """The mean of the ratings, drawn toward a published middle while there are few of them."""

    name = "rating"
    source = "ours; the shrinking is the usual Bayesian average"
    formula = (
        "((评分次数 × 平均评分 + 先验次数 × 先验平均分) ÷ (评分次数 + 先验次数) − 1) ÷ 4",
        "((ratings × mean + assumed ratings × assumed mean) ÷ (ratings + assumed ratings) − 1) ÷ 4",
    )
    parameters = {
        "middle": Parameter("number", "先验平均分", "the mean assumed before any", 3.0, 1, 5),
        "strength": Parameter(
            "number", "先验相当于多少次评分", "how many ratings that assumption weighs", 5, 0, 1000
        ),
    }
    words = {
        "ratings": ("评分次数", "ratings"),
        "rating_mean": ("平均评分", "mean rating"),
        "shrunk": (
            "评分少时向先验平均分靠拢，再折算为 0 到 1",
            "drawn toward the assumed mean while there are few, then put on 0 to 1",
        ),
        "no_ratings": ("还没有评分", "there are no ratings yet"),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        usage = facts.usage
        if usage is None or usage.rating_mean is None or usage.ratings < 1:
            return missing("no_ratings")
        assumed = given["strength"]
        mean = (usage.ratings * usage.rating_mean + assumed * given["middle"]) / (
            usage.ratings + assumed
        )
        seen = (
            Evidence("ratings", usage.ratings, "counted"),
            Evidence("rating_mean", usage.rating_mean, "shrunk"),
        )
        return Measurement(min(max((mean - 1) / 4, 0.0), 1.0), "", seen)
