"""A department with a file that waits for a review, for the tests of reviews."""

from __future__ import annotations

from typing import Any

from .gate_world import act, dataset, department, file, hand_in, mobile, newest, person, run, state


def doubtful(*more: str, rows: int = 30) -> str:
    """A table with three words that could be names, and a telephone in each row."""
    lines = [",".join(("序号", "备注", "联系电话", *more))]
    words = ("王芳", "李娜", "张伟")
    for n in range(rows):
        word = words[n] if n < len(words) else "无"
        lines.append(",".join((str(n), word, mobile(), *("无" for _ in more))))
    return "\r\n".join(lines) + "\r\n"


class Desk:
    """A department with a reviewer and an editor, and a file that waits for a review."""

    def __init__(self) -> None:
        self.owner = department()
        self.reviewer = person("admin", self.owner)
        self.editor = person("editor", self.owner)
        self.pkg = dataset(self.owner)
        self.text = doubtful()
        self.resource = hand_in(self.pkg, self.text)["id"]
        run()
        assert state(self.resource) == "review"
        self.upload = str(newest(self.resource).id)

    def again(self, text: str) -> str:
        act("resource_update", id=self.resource, upload=file(text), name="表")
        run()
        return state(self.resource)

    def approve(self, **decision: Any) -> None:
        upload = str(newest(self.resource).id)
        act("masking_upload_approve", self.reviewer, id=upload, **decision)
        run()
