"""What can be read is read; what cannot gives one clear line, and the others go on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.errors import (
    DuplicateIdError,
    EmptyDocumentError,
    EncodingError,
    FormatError,
    InputError,
    MetadataError,
    MissingPathError,
)
from kg.read.corpus import read_corpus
from kg.read.document import Document

SEEDS = Path(__file__).parents[2] / "seeds"
SENTENCE = "今年以来，建德市总工会走访慰问困难职工1200余人次。"


def read(*paths: Path) -> tuple[list[Document], list[InputError]]:
    errors: list[InputError] = []
    return list(read_corpus(paths, errors.append)), errors


def put(folder: Path, name: str, content: str | bytes = SENTENCE) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_seeds_are_read_byte_exact_in_order_with_their_metadata():
    documents, errors = read(SEEDS)
    assert errors == []
    assert [d.id for d in documents] == sorted(path.stem for path in SEEDS.glob("*.txt"))
    for document in documents:
        data = (SEEDS / document.file).read_bytes()
        assert document.raw.encode() == data
        assert document.sha256 == hashlib.sha256(data).hexdigest()
        assert document.title
        assert document.warnings == ()
    assert documents[0].published == "2021-12-23"
    assert documents[1].period == "2018/2023"


def test_line_breaks_stay_as_stored_and_a_byte_order_mark_goes(tmp_path):
    put(tmp_path, "a.txt", b"\xef\xbb\xbf" + "区总工会\r\n办实事\r。".encode())
    (document,), _ = read(tmp_path)
    assert document.raw == "区总工会\r\n办实事\r。"


def test_a_single_file_finds_the_table_beside_it():
    (document,), errors = read(SEEDS / "putuo-2023.txt")
    assert errors == []
    assert document.period == "2018/2023"


def test_folders_are_walked_in_order_and_readme_and_hidden_files_passed_over(tmp_path):
    for name in (
        "b/c.md",
        "b/a.txt",
        "z.txt",
        "README.md",
        "README.zh.md",
        ".hidden.txt",
        ".git/x.txt",
        "t.csv",
    ):
        put(tmp_path, name)
    documents, errors = read(tmp_path)
    assert [d.id for d in documents] == ["z", "a", "c"]
    assert errors == []


def test_a_text_given_twice_is_read_once(tmp_path):
    file = put(tmp_path, "a.txt")
    documents, errors = read(tmp_path, file, tmp_path)
    assert (len(documents), errors) == (1, [])


def test_front_matter_is_metadata_and_offsets_stay_those_of_the_whole_text(tmp_path):
    front = "---\nid: jd\ntitle: '擦亮“工”字品牌'\n# a note\npublished: 2021-12-23\nurl: https://example.org/a\n---\n"
    put(tmp_path, "a.md", front + SENTENCE)
    (document,), errors = read(tmp_path)
    assert errors == []
    assert (document.id, document.title, document.published) == ("jd", "擦亮“工”字品牌", "2021-12-23")
    assert document.url == "https://example.org/a"
    assert document.raw == front + SENTENCE
    assert document.raw[document.body :] == SENTENCE


@pytest.mark.parametrize(
    "text", [f"---\n{SENTENCE}\n---\n{SENTENCE}", f"---\n{SENTENCE}", f"---\n---\n{SENTENCE}"]
)
def test_a_rule_of_dashes_is_no_front_matter(tmp_path, text):
    put(tmp_path, "a.md", text)
    (document,), _ = read(tmp_path)
    assert document.body == 0
    assert document.title is None


def test_a_row_goes_before_front_matter(tmp_path):
    put(tmp_path, "a.txt", f"---\ntitle: 甲\nregion: 杭州市\n---\n{SENTENCE}")
    put(tmp_path, "metadata.csv", "id,title\na,乙\n")
    (document,), _ = read(tmp_path)
    assert (document.title, document.region) == ("乙", "杭州市")


def test_html_gives_the_report_without_the_page_around_it(tmp_path):
    body = "".join(f"<p>{SENTENCE}第{n}次走访由普陀区总工会组织，覆盖全区十五家企业。</p>" for n in range(6))
    put(
        tmp_path,
        "a.html",
        "<html><head><meta charset='utf-8'><title>工会走访</title></head><body><nav><a href='/'>首页</a>"
        f"<a href='/x'>登录</a></nav><article><h1>工会走访</h1>{body}</article>"
        "<footer>版权所有 备案号</footer></body></html>",
    )
    (document,), errors = read(tmp_path)
    assert errors == []
    assert document.raw.count(SENTENCE) == 6
    assert "版权所有" not in document.raw
    assert "登录" not in document.raw
    assert document.title == "工会走访"


def test_html_in_gbk_is_read_by_its_declared_charset(tmp_path):
    body = "".join(f"<p>{SENTENCE}第{n}次走访由普陀区总工会组织，覆盖全区十五家企业。</p>" for n in range(6))
    head = "<head><meta charset=gbk><title>走访</title></head>"
    page = f"<html>{head}<body><article>{body}</article></body></html>"
    put(tmp_path, "a.html", page.encode("gbk"))
    (document,), errors = read(tmp_path)
    assert errors == []
    assert SENTENCE in document.raw


@pytest.mark.parametrize(
    ("name", "content", "kind", "words"),
    [
        ("a.txt", b"", EmptyDocumentError, "no text"),
        ("a.md", " \n\t\u3000", EmptyDocumentError, "no text"),
        ("a.txt", "---\ntitle: 甲\n---\n \n", EmptyDocumentError, "no text"),
        ("a.txt", SENTENCE.encode("gbk"), EncodingError, "iconv -f GB18030"),
        ("a.txt", SENTENCE.encode("utf-16"), EncodingError, "UTF-16"),
        ("a.txt", b"one\ntwo \xff\xff", EncodingError, "a.txt:2: byte 8"),
        ("a.txt", b"%PDF-1.7\n%\xe2\xe3", FormatError, "a PDF"),
        ("a.html", b"\n%PDF-1.7\n", FormatError, "a PDF"),
        ("a.txt", b"PK\x03\x04rest", FormatError, "zip archive"),
        ("a.txt", b"a\0b\0", FormatError, "NUL"),
        ("a.pdf", b"%PDF-1.7\n", FormatError, "save it as UTF-8"),
        ("a.html", "<html><body></body></html>", FormatError, "no main text"),
        ("a.html", b"", EmptyDocumentError, "no text"),
    ],
)
def test_a_file_that_cannot_be_used_gives_one_line_and_the_others_are_read(
    tmp_path, name, content, kind, words
):
    put(tmp_path, "good.txt")
    put(tmp_path, name, content)
    documents, errors = read(tmp_path)
    assert [d.id for d in documents] == ["good"]
    assert [type(e) for e in errors] == [kind]
    assert str(tmp_path / name) in str(errors[0])
    assert words in str(errors[0])
    assert "\n" not in str(errors[0])


def test_a_missing_path_and_an_empty_folder_are_named(tmp_path):
    documents, errors = read(tmp_path / "nowhere", tmp_path, put(tmp_path / "other", "a.txt"))
    assert [d.id for d in documents] == ["a"]
    assert [type(e) for e in errors] == [MissingPathError]
    (tmp_path / "empty").mkdir()
    assert "no text in the folder" in str(read(tmp_path / "empty")[1][0])


def test_an_unknown_suffix_is_refused_only_when_it_is_given(tmp_path):
    file = put(tmp_path, "table.xlsx")
    put(tmp_path, "a.txt")
    assert read(tmp_path)[1] == []
    assert [type(e) for e in read(file)[1]] == [FormatError]


def test_of_two_texts_with_one_id_the_first_counts(tmp_path):
    put(tmp_path, "a/report.txt", SENTENCE)
    put(tmp_path, "b/report.txt", "另一份。")
    documents, errors = read(tmp_path)
    assert [d.raw for d in documents] == [SENTENCE]
    assert [type(e) for e in errors] == [DuplicateIdError]
    assert str(tmp_path / "a/report.txt") in str(errors[0])


def test_a_text_without_metadata_is_read_with_a_warning(tmp_path):
    put(tmp_path, "a.txt")
    put(tmp_path, "b.txt")
    put(tmp_path, "metadata.csv", "id,title\nb,乙\n")
    documents, errors = read(tmp_path)
    assert errors == []
    assert [(d.id, len(d.warnings)) for d in documents] == [("a", 1), ("b", 0)]


@pytest.mark.parametrize(
    ("table", "line", "words"),
    [
        ("id,title\na,甲\nlost,乙\n", 3, "no text"),
        ("id,title,colour\na,甲,red\n", 1, "'colour'"),
        ("id,published\na,2021-13-01\n", 2, "2021-13-01"),
        ("id,published\na,昨天\n", 2, "昨天"),
        ("id,period\na,2023/2018\n", 2, "2023/2018"),
        ("id,title\na,甲,乙\n", 2, "3 cells under 2 columns"),
        ("id,title\na,甲\na,乙\n", 3, "second row"),
        ("name,title\na,甲\n", 1, "neither a column id"),
        ('id,title\na,"甲\n', 2, "unexpected end of data"),
        ("id,title\n,甲\n", 2, "neither id nor file"),
    ],
)
def test_a_wrong_row_is_named_by_its_line_and_the_text_is_read(tmp_path, table, line, words):
    put(tmp_path, "a.txt")
    put(tmp_path, "metadata.csv", table)
    documents, errors = read(tmp_path)
    assert [d.id for d in documents] == ["a"]
    assert [type(e) for e in errors] == [MetadataError]
    assert str(errors[0]).startswith(f"{tmp_path / 'metadata.csv'}:{line}: ")
    assert words in str(errors[0])
    assert documents[0].published is None


def test_a_table_that_is_not_utf8_is_named_and_the_texts_are_read(tmp_path):
    put(tmp_path, "a.txt")
    put(tmp_path, "metadata.csv", "id,title\na,甲\n".encode("gbk"))
    documents, errors = read(tmp_path)
    assert [d.id for d in documents] == ["a"]
    assert [type(e) for e in errors] == [EncodingError]


def test_column_file_names_a_text_with_another_id(tmp_path):
    put(tmp_path, "2021/report.txt")
    put(tmp_path, "2022/report.txt")
    put(
        tmp_path,
        "metadata.csv",
        "id,file,period\njd-2021,2021/report.txt,2021\njd-2022,2022/report.txt,2022\n",
    )
    documents, errors = read(tmp_path)
    assert errors == []
    assert [(d.id, d.file, d.period) for d in documents] == [
        ("jd-2021", "report.txt", "2021"),
        ("jd-2022", "report.txt", "2022"),
    ]


def test_a_text_is_read_only_when_it_is_asked_for(tmp_path):
    put(tmp_path, "a.txt")
    later = put(tmp_path, "b.txt")
    documents = read_corpus([tmp_path], pytest.fail)
    assert next(documents).id == "a"
    later.write_text("改过的。", encoding="utf-8")
    assert next(documents).raw == "改过的。"
