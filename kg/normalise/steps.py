"""The steps that turn raw text into NormalText, one pure function each.

A step takes and gives a list of cells `(character, raw offset)`; it may change a character or
leave a cell out, never add one, so that every offset leads back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from kg.normalise.offsets import NormalText

Cell = tuple[str, int]
Cells = list[Cell]

BLANKS = frozenset(" \t\u00a0\u3000\u2002\u2003\u2009")
FINAL = frozenset("。！？!?…；;：:")
CLOSING = frozenset("”’」』》）)】\"'")
HALF_TO_FULL = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
OTHER_QUOTES = {"「": "“", "」": "”", "『": "‘", "』": "’", "〝": "“", "〞": "”", "＂": '"', "＇": "'"}
FURNITURE = re.compile(
    r"(?:云报平台|我知道了|内容详情|返回(?:目录|首页)|上一篇.{0,40}|下一篇.{0,40}|分享(?:到|至).{0,20}"
    r"|这已经是最后一期了哦.?|阅读数.{0,30}|本文字数.{0,20}|扫一扫.{0,20}|责任编辑.{0,2}$|\[?打印\]?|\[?关闭\]?)"
)
TITLE, LONGER = 40, 1.7  # characters of a title at most; how much longer the text after it is at least
TWO_CLAUSES = re.compile("[。；;]|，.*，|[，、,]$")
STRAIGHT_QUOTE = re.compile(r"""["']|(?<=\n)\n""")
EMPHASIS = re.compile(r"\*\*|__")
BLANK_RUN = re.compile(" +")
HEADING_MARK = re.compile(
    r"[#■□◆●▲★◎※]|第[一二三四五六七八九十]+[站章节部]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）"
)


def is_han(character: str) -> bool:
    """True of a Chinese character, 〇 included."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character == "〇"


def _is_chinese(character: str) -> bool:
    return is_han(character) or character in "，。：；！？、“”‘’（）《》〈〉【】·—…～%％"


def drop_invisible(cells: Cells) -> Cells:
    """Leave out byte-order marks, zero-width characters and controls; one character for a line break."""
    kept: Cells = []
    for index, cell in enumerate(cells):
        character, origin = cell
        if "\u4e00" <= character <= "\u9fff":
            kept.append(cell)
            continue
        if character == "\r":
            if index + 1 < len(cells) and cells[index + 1][0] == "\n":
                continue
            character = "\n"
        elif character in "\u2028\u2029\u0085\x0b\x0c":
            character = "\n"
        elif character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
            continue
        kept.append((" " if character in BLANKS else character, origin))
    return kept


def fold_width(cells: Cells) -> Cells:
    """Half-width letters, digits and signs; full-width punctuation where Chinese is written."""
    folded: Cells = []
    for index, cell in enumerate(cells):
        character, origin = cell
        if "\u4e00" <= character <= "\u9fff":
            folded.append(cell)
            continue
        if "\uff01" <= character <= "\uff5e":
            half = chr(ord(character) - 0xFEE0)
            if half.isalnum() or half in "%+-*/=@&#~.":
                character = half
        character = OTHER_QUOTES.get(character, character)
        if character in HALF_TO_FULL:
            before = cells[index - 1][0] if index else " "
            after = cells[index + 1][0] if index + 1 < len(cells) else " "
            if not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum()):
                character = HALF_TO_FULL[character]
        elif character in "•・‧":
            character = "·"
        folded.append((character, origin))
    return folded


def pair_quotes(cells: Cells) -> Cells:
    """Turn straight quotation marks into “ and ”, in turn within a paragraph."""
    paired = list(cells)
    opened = False
    for match in STRAIGHT_QUOTE.finditer(_text(cells)):
        index = match.start()
        if match.group() == "\n":
            opened = False
        elif match.group() == '"' or _near_han(cells, index):
            paired[index] = ("”" if opened else "“", cells[index][1])
            opened = not opened
    return paired


def _near_han(cells: Cells, index: int) -> bool:
    around = cells[max(0, index - 2) : index + 3]
    return any(_is_chinese(character) for character, _ in around)


def drop_marks(cells: Cells) -> Cells:
    """Leave out Markdown's `**` and `__`, and the `#` of headings (their line break stays)."""
    kept: Cells = []
    position = 0
    for match in EMPHASIS.finditer(_text(cells)):
        kept += cells[position : match.start()]
        position = match.end()
    return kept + cells[position:]


def _text(cells: Cells) -> str:
    return "".join([character for character, _ in cells])


def _lines(cells: Cells) -> list[Cells]:
    lines: list[Cells] = [[]]
    for cell in cells:
        lines[-1].append(cell)
        if cell[0] == "\n":
            lines.append([])
    return lines


def _strip(line: Cells) -> Cells:
    start, end = 0, len(line)
    while start < end and line[start][0] in " \n":
        start += 1
    while end > start and line[end - 1][0] in " \n":
        end -= 1
    return line[start:end]


def _ends_sentence(text: str) -> bool:
    core = text.rstrip("”’」』》）)】\"'")
    return not core or core[-1] in FINAL


def _runs_on(before: str, after: str, blank_between: bool, width: int) -> bool:
    """Whether layout alone parts two lines: the sentence of `before` goes on in `after`."""
    if _ends_sentence(before) or HEADING_MARK.match(after) or HEADING_MARK.match(before):
        return False
    if _is_title(before, after):
        return False
    running = any(mark in before for mark in "，。；,;")
    if blank_between:
        return running and len(before) >= 24
    wrapped = len(before) >= max(8, 0.6 * width)
    return wrapped and (running or any(mark in after for mark in "，。；,;、"))


def _is_title(before: str, after: str) -> bool:
    """Whether a short line stands above a much longer one: layout wraps lines at about one length."""
    return len(before) <= TITLE and len(after) > LONGER * len(before) and not TWO_CLAUSES.search(before)


def join_lines(cells: Cells) -> Cells:
    """Leave out line breaks inside sentences, blank lines, edges of lines and page furniture."""
    joined: Cells = []
    before, width, blank_between = "", 0, False
    last_break: Cell | None = None
    for line in _lines(cells):
        content = _strip(line)
        text = "".join(character for character, _ in content)
        break_cell = line[-1] if line and line[-1][0] == "\n" else None
        if not text or (len(text) < 60 and FURNITURE.fullmatch(text)):
            blank_between = True
            continue
        if joined:
            if _runs_on(before, text, blank_between, width):
                before += text
            else:
                if last_break is not None:
                    joined.append(last_break)
                before = text
        else:
            before = text
        joined += content
        width = len(text) if blank_between else max(width, len(text))
        blank_between, last_break = False, break_cell
    return joined


def drop_blanks(cells: Cells) -> tuple[Cells, frozenset[int]]:
    """Leave out blanks that touch Chinese; fold the others into one. Gives the gaps, too."""
    text = _text(cells)
    kept: Cells = []
    gaps: set[int] = set()
    position = 0
    for match in BLANK_RUN.finditer(text):
        start, stop = match.span()
        kept += cells[position:start]
        position = stop
        before = text[start - 1] if start else "\n"
        after = text[stop] if stop < len(text) else "\n"
        if before != "\n" and after != "\n":
            if _is_chinese(before) or _is_chinese(after):
                gaps.add(len(kept))
            else:
                kept.append(cells[start])
    return kept + cells[position:], frozenset(gaps)


def drop_heading_marks(cells: Cells) -> Cells:
    """Leave out the `#` with which Markdown begins a heading."""
    kept: Cells = []
    at_start = True
    for cell in cells:
        if at_start and cell[0] in "# ":
            continue
        at_start = cell[0] == "\n"
        kept.append(cell)
    return kept


STEPS: tuple[Callable[[Cells], Cells], ...] = (
    drop_invisible,
    fold_width,
    drop_marks,
    pair_quotes,
    join_lines,
    drop_heading_marks,
)


def normalise(raw: str, start: int = 0) -> NormalText:
    """Clean a raw text: width, quotation marks, Markdown, layout breaks, blanks, page furniture.

    `raw` may be any string. Each character of the result stems from one of `raw`, in order.
    start: where the report begins, after front matter; what stands before is left out.
    """
    cells: Cells = list(zip(raw[start:], range(start, len(raw)), strict=True))
    for step in STEPS:
        cells = step(cells)
    cells, gaps = drop_blanks(cells)
    return NormalText(
        "".join(character for character, _ in cells), tuple(origin for _, origin in cells), gaps
    )
