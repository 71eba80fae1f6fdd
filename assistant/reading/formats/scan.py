"""Pages that are pictures (scans) to lines of cells, by the optional extra ``ocr``; without it nothing is tried."""

from __future__ import annotations

import importlib.util
import io
from typing import Any

from assistant.reading.grid import Cell, Row, clean, is_page_number

#: Pages of a scan that are read at most: each takes some seconds.
MOST_PAGES = 10
_SCALE = 200 / 72  # dots an inch that small print needs
_LEAST_SURE = 0.5


def can_read_scans() -> bool:
    """Whether the extra is installed (``pip install 'zhibiao[ocr]'``); its models come with it, nothing is fetched."""
    return importlib.util.find_spec("rapidocr") is not None


def scanned_rows(data: bytes) -> list[Row]:
    """The lines of a scanned PDF, each text found in them a cell from left to right."""
    import numpy
    import pypdfium2
    from rapidocr import RapidOCR

    engine = RapidOCR()
    rows: list[Row] = []
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        for number in range(min(len(document), MOST_PAGES)):
            picture = document[number].render(scale=_SCALE).to_pil().convert("RGB")
            found = engine(numpy.asarray(picture))
            for line in _by_line(_words(found)):
                cells = (Cell(text, len(rows) + 1, k, page=number + 1) for k, (_, _, _, text) in enumerate(line, 1))
                rows.append(tuple(cells))
    return rows


#: Left edge, middle height and size of a text, and the text.
Word = tuple[float, float, float, str]


def _words(found: Any) -> list[Word]:
    """The texts of a page that were read surely enough."""
    if found.boxes is None:
        return []
    words = []
    for box, text, sure in zip(found.boxes, found.txts, found.scores, strict=True):
        heights = [float(y) for _, y in box]
        if sure >= _LEAST_SURE and (bare := clean(text)) and not is_page_number(bare):
            middle, size = sum(heights) / len(heights), max(heights) - min(heights)
            words.append((min(float(x) for x, _ in box), middle, size, bare))
    return words


def _by_line(words: list[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w[1]):
        if lines and word[1] - lines[-1][-1][1] < 0.5 * min(word[2], lines[-1][-1][2]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line) for line in lines]
