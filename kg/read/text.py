"""UTF-8 text and Markdown: bytes -> the raw text that all offsets refer to."""

from __future__ import annotations

from kg.errors import EmptyDocumentError, EncodingError, FormatError

UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive, as .docx is",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Office file, as .doc is",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


def decode(data: bytes, where: object) -> str:
    """The text of a file's bytes: a byte order mark goes, line breaks stay as they are stored.

    Raises FormatError for other formats under a text's name, EncodingError for bytes that are not
    UTF-8, EmptyDocumentError for a text of nothing but blanks.
    """
    refuse_other_formats(data, where)
    if data.startswith(UTF16_MARKS):
        raise EncodingError(where, "UTF-16", f"convert it: iconv -f UTF-16 -t UTF-8 {where}")
    try:
        text = data.removeprefix(UTF8_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EncodingError(
            f"{where}:{line}", f"byte {error.start} is not UTF-8", _conversion(data, where)
        ) from error
    if "\0" in text:
        raise FormatError(where, "NUL characters, as binary files have", "give the report as UTF-8 text")
    refuse_empty(text, where)
    return text


def refuse_other_formats(data: bytes, where: object) -> None:
    """Raise FormatError for bytes that begin as some other kind of file does."""
    start = data.removeprefix(UTF8_MARK).lstrip()[:16]
    for signature, name in SIGNATURES.items():
        if start.startswith(signature):
            raise FormatError(where, f"{name}, not text", "save the report as UTF-8 text, Markdown or HTML")


def refuse_empty(text: str, where: object) -> None:
    """Raise EmptyDocumentError for a text of nothing but blanks."""
    if not text.strip():
        raise EmptyDocumentError(where, "no text", "fill the file or take it out of the folder")


def _conversion(data: bytes, where: object) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "save it as UTF-8"
    return f"if it is GBK, convert it: iconv -f GB18030 -t UTF-8 {where}"
