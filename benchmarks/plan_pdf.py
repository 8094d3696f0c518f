"""The plan of the demo house on paper, made by the worker's job: seconds, bytes, pages and tags, in both languages."""

from __future__ import annotations

import drittort.core.sqlite  # noqa: F401  isort: skip

import tempfile
import time
from pathlib import Path

from benchmarks.machine import headline, house_in

MOST_SECONDS, MOST_BYTES = 20, 3 * 1024 * 1024


def main() -> int:
    """Load the demo, order the whole plan twice, run the job, and hold the files against the promise."""
    with tempfile.TemporaryDirectory() as folder:
        house_in(folder)
        from django.utils import timezone

        from drittort.core.files import storage
        from drittort.demo.loading import open_demo
        from drittort.members.models import Member
        from drittort.plan.writing import actions, jobs
        from drittort.plan.writing.guide import PARTS
        from drittort.plan.writing.models import PlanPaper

        at = timezone.now()
        space = open_demo(at=at)
        founder = Member.objects.select_related("space").get(space=space, attributes__plays="founder")
        print(headline("typst", "Django"))
        kept = True
        for language in ("de", "en"):
            asked = actions.ask_paper(actor=founder, order=actions.Order(language, tuple(PARTS), "Sparkasse"), at=at)
            began = time.perf_counter()
            jobs.make({"paper": asked.pk, "asked": asked.asked_at.isoformat()}, at)
            seconds = time.perf_counter() - began
            paper = PlanPaper.objects.select_related("file").get(pk=asked.pk)
            assert paper.file is not None
            content = Path(storage.path_of(paper.file, "file")).read_bytes()
            tagged = b"/MarkInfo" in content and b"pdfuaid" in content
            print(
                f"{language}: {seconds:.2f} s, {len(content) / 1024:.0f} KB, {paper.pages} pages, tagged (PDF/UA-1): {'yes' if tagged else 'NO'}"
            )
            kept = kept and tagged and seconds < MOST_SECONDS and len(content) < MOST_BYTES
        print(f"under {MOST_SECONDS} s and {MOST_BYTES // 1024 // 1024} MB, tagged: {'yes' if kept else 'NO'}")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
