"""HTML: the report without the page around it."""

from __future__ import annotations

import re

from kg.errors import FormatError
from kg.read.metadata import Metadata, is_date
from kg.read.text import decode, refuse_empty, refuse_other_formats

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?([\w-]{2,20})", re.IGNORECASE)


def extract(data: bytes, where: object) -> tuple[str, Metadata]:
    """The main text of a page, and its title, date and address where the page states them.

    The text is what offsets refer to. A charset in the page's head is followed, else UTF-8.
    Raises FormatError for a page without a main text, and what `text.decode` raises.
    """
    from trafilatura import bare_extraction

    page = _decode(data, where)
    found = bare_extraction(page, include_comments=False, favor_precision=True, with_metadata=True)
    text = getattr(found, "text", None) or ""
    if not text.strip():
        raise FormatError(where, "no main text in the page", "save the report's text as .txt")
    date = getattr(found, "date", None)
    return text, Metadata(
        title=getattr(found, "title", None) or None,
        published=date if date and is_date(date) else None,
        url=getattr(found, "url", None) or None,
    )


def _decode(data: bytes, where: object) -> str:
    refuse_other_formats(data, where)
    declared = _CHARSET.search(data[:2048])
    name = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    if name in ("gb2312", "gbk", "gb18030"):
        try:
            page = data.decode("gb18030")
        except UnicodeDecodeError:
            return decode(data, where)
        refuse_empty(page, where)
        return page
    return decode(data, where)
