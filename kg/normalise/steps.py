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
    paired: Cells = []
    opened = False
    for index, (character, origin) in enumerate(cells):
        if character == "\n" and index and cells[index - 1][0] == "\n":
            opened = False
        elif character == '"' or (character == "'" and _near_han(cells, index)):
            character = "”" if opened else "“"
            opened = not opened
        paired.append((character, origin))
    return paired


def _near_han(cells: Cells, index: int) -> bool:
    around = cells[max(0, index - 2) : index + 3]
    return any(_is_chinese(character) for character, _ in around)


def drop_marks(cells: Cells) -> Cells:
    """Leave out Markdown's `**` and `__`, and the `#` of headings (their line break stays)."""
    kept: Cells = []
    index = 0
    while index < len(cells):
        character = cells[index][0]
        pair = index + 1 < len(cells) and cells[index + 1][0] == character
        if character in "*_" and pair:
            index += 2
            continue
        kept.append(cells[index])
        index += 1
    return kept


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
    running = any(mark in before for mark in "，。；,;")
    if blank_between:
        return running and len(before) >= 24
    wrapped = len(before) >= max(8, 0.6 * width)
    return wrapped and (running or any(mark in after for mark in "，。；,;、"))


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
    kept: Cells = []
    gaps: set[int] = set()
    index = 0
    while index < len(cells):
        character, _ = cells[index]
        if character != " ":
            kept.append(cells[index])
            index += 1
            continue
        stop = index
        while stop < len(cells) and cells[stop][0] == " ":
            stop += 1
        before = kept[-1][0] if kept else "\n"
        after = cells[stop][0] if stop < len(cells) else "\n"
        if before != "\n" and after != "\n":
            if _is_chinese(before) or _is_chinese(after):
                gaps.add(len(kept))
            else:
                kept.append(cells[index])
        index = stop
    return kept, frozenset(gaps)


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


def normalise(raw: str) -> NormalText:
    """Clean a raw text: width, quotation marks, Markdown, layout breaks, blanks, page furniture.

    `raw` may be any string. Each character of the result stems from one of `raw`, in order.
    """
    cells: Cells = [(character, origin) for origin, character in enumerate(raw)]
    for step in STEPS:
        cells = step(cells)
    cells, gaps = drop_blanks(cells)
    return NormalText(
        "".join(character for character, _ in cells), tuple(origin for _, origin in cells), gaps
    )
