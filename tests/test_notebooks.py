"""Every notebook runs from top to bottom in a kernel of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import jupytext
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))


def run(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The outputs of a notebook's cells, in order."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    notebook = jupytext.read(path)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3")
    client.execute(cwd=str(ROOT / "notebooks"))
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_the_first_steps_build_ask_twice_and_show_the_network(monkeypatch):
    outputs = run(ROOT / "notebooks" / "01_first_steps.py", monkeypatch)
    printed = "".join(output["text"] for output in outputs if output["output_type"] == "stream")
    pages = [output["data"].get("text/html", "") for output in outputs if "data" in output]
    tables = [page for page in pages if 'class="dataframe"' in page]
    assert "entities" in printed
    assert len(tables) >= 2
    assert "浙江省劳动模范" in tables[0]
    assert "医疗互助" in tables[1]
    assert [page for page in pages if page.startswith("<iframe") and "建德市总工会" in page]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_text_in_the_percent_format_without_outputs(path):
    notebook = jupytext.read(path)
    assert any(cell.cell_type == "code" for cell in notebook.cells)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    written, stored = jupytext.writes(notebook, fmt="py:percent"), path.read_text(encoding="utf-8")
    assert written.rpartition("# ---\n")[2] == stored.rpartition("# ---\n")[2]
