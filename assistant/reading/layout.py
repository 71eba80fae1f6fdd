"""Text without a table's rows and columns, laid out as a grid: heading runs are found, what follows flows under them.

Three kinds come in, told apart by where the headings stand: one cell a line (``lines``), cells parted by blanks in
rows that have lost their empty cells (``ragged``), and text run together (``joined``).
"""

from __future__ import annotations

import itertools
import re
from functools import cache

from assistant.reading.columns import heading
from assistant.reading.fields import is_title, split_field
from assistant.reading.flow import Mode, flow, together
from assistant.reading.grid import Cell, Grid, Row
from assistant.reading.look import SCALE, is_tail, is_unit, look
from assistant.reading.placing import Column
from assistant.reading.reading import ReadingError
from assistant.table.headings import headings

_LONGEST = 200_000
_END = re.compile(
    r"^(?:……|…|\.{3,})?\s*(?:总\s*分|合\s*计|总\s*计|总得分|自评总分|注\s*\d?\s*[:：]|填表人|填报人|审核人|填表说明|备注[:：]|说明[:：])"
)
_YEAR = re.compile(r"[(（]?\s*(?:19|20)\d{2}\s*年度?\s*[)）]?")
_FOOT = re.compile(
    r"[…\s]*(?:总\s*分|合\s*计|总\s*计)\s*\d{2,}|(?<![\u4e00-\u9fff])注\s*\d?\s*[:：]|填表人\s*[:：]|填报人\s*[:：]"
)
_BRACKET = r"(?:\s?[(（][^()（）]{1,24}[)）])?"


def lay_out(lines: list[Row], sheet: str | None = None) -> Grid:
    """A grid with rows and columns from lines of cells. Raises ``ReadingError`` where the text is too long to lay out."""
    cells = [cell for line in lines for cell in (_parted(line) if _runs_on(line) else line)]
    if sum(len(c.text) for c in cells) > 20 * _LONGEST or len(cells) > _LONGEST:
        raise ReadingError("文字太长，没有分行分列，无法当作表格读取，请拆成较小的文件后再上传。")
    cells = _closed(cells)
    tail = [cells.pop()] if len(cells) > 1 and is_tail(cells[-1].text) else []
    rows: list[Row] = []
    start = n = 0
    guessed = False
    while n < len(cells):
        end = _heading_end(cells, n)
        if end is None:
            n += 1
            continue
        rows += _head_rows(cells[start:n])
        columns = heading(tuple(Cell(c.text, c.row, k) for k, c in enumerate(cells[n:end], 1))) or ()
        rows.append(tuple(Cell(c.text, c.row, k, page=c.page) for k, c in enumerate(cells[n:end], 1)))
        start = n = _body_end(cells, end)
        mode = _mode(cells, end)
        guessed = guessed or mode == "joined"
        rows += _body_rows(tuple(cells[end:n]), columns, mode)
    rows += _head_rows(cells[start:])
    rows += [tuple(tail)] if tail else []
    return Grid(tuple(rows), sheet, guessed)


def _body_rows(cells: Row, columns: tuple[Column, ...], mode: Mode) -> list[Row]:
    glued: frozenset[int] = frozenset()
    if mode == "joined":
        figures = any(c.role in ("weight", "score") for c in columns)
        atoms = _atoms(cells, figures)
        cells, glued = tuple(cell for cell, _ in atoms), frozenset(n for n, (_, on) in enumerate(atoms) if on)
    else:
        cells = tuple(cell for cell in cells if not look(cell.text).banner)
    rows = []
    for pairs in flow(cells, columns, mode, any(c.role == "key_task" for c in columns), glued):
        rows.append(tuple(Cell(c.text, c.row, column.at, page=c.page) for column, c in pairs))
    return rows


def _mode(cells: list[Cell], body: int) -> Mode:
    """How the body is laid, from its heading: on lines of their own, side by side on one line, or run together."""
    if body < len(cells) and cells[body].row == cells[body - 1].row:
        return "lines" if body + 7 < len(cells) and cells[body + 7].row == cells[body].row else "joined"
    return "ragged" if cells[body - 1].row == cells[body - 2].row else "lines"


def _heading_end(cells: list[Cell], start: int) -> int | None:
    """The end of a heading run that begins at ``start``: at least three column headings in a row."""
    if not look(cells[start].text).column:
        return None
    end = start
    while end < len(cells) and look(cells[end].text).column and not (end > start and is_title(cells[end].text)):
        if end - start >= 3 and (look(cells[end].text).banner or _one_line(cells[start:end], cells[end])):
            break
        end += 1
    while end - start >= 3:
        run = tuple(Cell(c.text, c.row, k) for k, c in enumerate(cells[start:end], 1))
        if heading(run):
            return end
        end -= 1
    return None


def _one_line(run: list[Cell], after: Cell) -> bool:
    """Whether a heading stands whole on one line and ``after`` on the next."""
    return len({cell.row for cell in run}) == 1 and after.row != run[0].row and heading(tuple(run)) is not None


def _body_end(cells: list[Cell], start: int) -> int:
    for n in range(start, len(cells)):
        cell, seen = cells[n], look(cells[n].text)
        alone = n == 0 or cells[n - 1].row != cell.row
        if alone and (
            _END.match(cell.text) or seen.is_closing or (n > start + 1 and is_title(cell.text) and not seen.is_label)
        ):
            return n
        if (
            alone
            and (split_field(cell.text)[0] or seen.field) in ("project", "department", "year", "duties", "annual_goal")
            and not seen.is_label
        ):
            return n
        if n > start and _heading_end(cells, n):
            return n
    return len(cells)


def _head_rows(cells: list[Cell]) -> list[Row]:
    """Rows of a label and what stands after it, until the next label."""
    rows: list[list[Cell]] = []
    held: list[Cell] = []
    for cell in cells:
        seen = look(cell.text)
        role = split_field(cell.text)[0] or seen.field or seen.money or _money_pair(cell.text)
        label = seen.is_label or seen.banner or _labelled(cell.text)
        if len(held) == 1 and is_title(held[0].text) and not _YEAR.fullmatch(cell.text):
            rows.append(held)
            held = []
        first_of_line = not held or held[-1].row != cell.row
        if role or label or (first_of_line and (is_title(cell.text) or _YEAR.fullmatch(cell.text))):
            if held:
                rows.append(held)
            held = [cell]
        else:
            held.append(cell)
    if held:
        rows.append(held)
    return [row for pair in _paired(rows) for row in [_row(pair)] if row]


def _labelled(text: str) -> bool:
    """Whether a text is a second-level label and more: ``质量指标：…``."""
    label, colon, rest = text.replace(":", "：", 1).partition("：")
    return bool(colon and rest and len(label) <= 16 and look(label).categories)


def _money_pair(text: str) -> str | None:
    label, colon, _ = text.replace(":", "：").partition("：")
    return look(label).money if colon and len(label) <= 24 else None


def _row(cells: list[Cell]) -> Row:
    """A label with the text after it as one cell, or with each sum after it as a cell."""
    first, rest = cells[0], cells[1:]
    if not rest:
        return (first,)
    if all(look(c.text).is_number or look(c.text).is_value for c in rest):
        return tuple(Cell(c.text, c.row, n, page=c.page) for n, c in enumerate(cells, 1))
    label, text = split_field(first.text)
    if label and text:
        return (Cell(together((first, *rest)), first.row, 1, page=first.page),)
    return (first, Cell(together(tuple(rest)), rest[0].row, 2, page=rest[0].page))


def _paired(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Labels in a line (中期目标, 年度目标; 年度目标, 完成情况) followed by as many texts: each text to its label."""
    goals = ("long_term_goal", "annual_goal")
    out: list[list[Cell]] = []
    for row in rows:
        label = out[-1] if out else []
        if len(label) == 1 and len(row) > 1 and look(label[0].text).field in goals:
            done = "完成情况" in row[0].text and look(row[0].text).field == "other"
            first, second = _two_texts(row[1:])
            if (second and (done or look(row[0].text).field in goals)) or (done and not second):
                out[-1] = [label[0], *first]
                out.append([row[0], *second])
                continue
        out.append(row)
    return out


def _two_texts(cells: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    """The lines of two texts parted: two lines, or after the first line that ends a sentence."""
    if len(cells) == 2:
        return cells[:1], cells[1:]
    ends = [n for n, cell in enumerate(cells, 1) if cell.text.endswith("。")]
    return (cells[: ends[0]], cells[ends[0] :]) if len(ends) == 2 and ends[1] == len(cells) else (cells, [])


def _closed(cells: list[Cell]) -> list[Cell]:
    """Labels broken over lines (满意度指 / 标) put together where the whole is a known label."""
    out: list[Cell] = []
    n = 0
    while n < len(cells):
        for length in (4, 3, 2):
            run = cells[n : n + length]
            if (
                len(run) < length
                or any(len(c.text) > 8 for c in run)
                or any(a.row == b.row for a, b in itertools.pairwise(run))
            ):
                continue
            whole = "".join(c.text for c in run)
            seen = look(whole)
            if len(seen.plain) < len(whole) - 1:
                continue
            if seen.is_label or seen.column or ((seen.field or seen.money) and len(whole) >= 4):
                out.append(Cell(whole, run[0].row, run[0].column, page=run[0].page))
                n += length
                break
        else:
            out.append(cells[n])
            n += 1
    return out


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns over run-on text: a run of headings, a known head label, a level label, one heading."""
    known = headings()

    def either(words: list[str]) -> str:
        return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"

    column = either([w for w in (*known.columns, "年度(/项目)指标值") if len(w) > 1]) + _BRACKET
    run = re.compile(rf"(?:{column}\s*){{3,}}")
    label = re.compile(either([w for w in (*known.fields, *known.money) if len(w) >= 4]) + _BRACKET)
    banners = [w for w in known.banners if len(w) > 5]
    level = re.compile(
        either([w for w in (*known.sections, *known.categories, *banners) if w.endswith("指标")]) + _BRACKET
    )
    return run, label, level, re.compile(column)


def _runs_on(line: Row) -> bool:
    """Whether a line holds headings run together, or headings with the table's body behind them."""
    text = _text_of(line)
    run = _run(text) if len(text) >= 30 else None
    if run is None:
        return False
    glued = any(_run(cell.text) for cell in line)
    return glued or len(text[run[1] :].strip()) > 10


def _text_of(line: Row) -> str:
    """A line's text, letter-spaced labels (项 目 名 称) closed up."""
    text = " ".join(cell.text for cell in line)
    return re.sub(r"[\u4e00-\u9fff](?: [\u4e00-\u9fff](?=\s|$)){2,}", lambda m: m[0].replace(" ", ""), text)


def _run(text: str) -> tuple[int, int, list[str]] | None:
    """Where headings stand run together in a text: start, end, and the headings."""
    run_of, one = _words()[0], _words()[3]
    for found in run_of.finditer(text):
        titles = [t.strip() for t in one.findall(found[0])]
        if heading(tuple(Cell(t, 1, k) for k, t in enumerate(titles, 1))):
            return found.start(), found.end(), titles
    return None


def _parted(line: Row) -> list[Cell]:
    """A run-on line in pieces: head labels and their texts, each heading, and the body behind."""
    text = _text_of(line)
    at, page = line[0].row, line[0].page
    run = _run(text)
    assert run is not None
    start, end, titles = run
    pieces = [*_head_pieces(text[:start]), *titles, *_spaced(text[end:])]
    return [Cell(p.strip(), at, n, page=page) for n, p in enumerate(pieces, 1) if p.strip()]


def _spaced(body: str) -> list[str]:
    """The cells of a body in one line where blanks part them; else the body as it is."""
    words = body.split()
    told = sum(
        seen.is_label or seen.is_number or seen.is_value or seen.is_word or seen.is_namelike
        for seen in map(look, words)
    )
    return words if len(words) >= 8 and told >= 0.6 * len(words) else [body]


def _head_pieces(text: str) -> list[str]:
    text = re.sub(r"^附[件表]\s*\d*\s*[:：]?\s*", "", text)
    title = re.match(
        r"[\u4e00-\u9fff（）()\d]{0,30}?(?:申报表|目标表|自评表|评价表|批复表)(?:[（(][^（）()]{2,12}[)）])?", text
    )
    rest = text[title.end() :] if title else text
    return ([title[0]] if title else []) + [p for p in re.split(f"({_words()[1].pattern})", rest) if p.strip()]


_SCALE = r"(?:显著|明显|有效|持续|不断|逐步|稳步|进一步|大幅)(?:减少|提升|提高|改善|增强|增加|降低|下降|促进|保障|推动|缓解|控制|加强|优化)"
_ATOM = re.compile(
    rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[≥≤><=＝≧≦＞＜]+|{_SCALE}"
    rf"|[^\d≥≤><=＝≧≦＞＜\s]+?(?={_SCALE})|[^\d≥≤><=＝≧≦＞＜\s]+"
)


def _atoms(cells: Row, figures: bool) -> list[tuple[Cell, bool]]:
    """The smallest pieces of run-on text that a cell may begin or end at; True where one goes on with a number or word.

    ``figures``: columns of plain figures (分值, 得分) stand beside the values, so digits may belong to two cells.
    """
    atoms: list[tuple[Cell, bool]] = []
    after_number = signed = False
    level = _words()[2]
    for n, cell in enumerate(cells):
        # A page's or list's number at the start of a line stands in the middle of a name.
        text = re.sub(r"^\d{1,2}、", "", cell.text) if n and cells[n - 1].row != cell.row else cell.text
        ended = _FOOT.search(text)
        for part in re.split(f"({level.pattern})", text[: ended.start()] if ended else text):
            if look(part).banner:
                continue
            pieces: list[tuple[str, bool]] = []
            for atom in [part] if level.fullmatch(part) else _ATOM.findall(part):
                if figures and atom.isdigit() and len(atom) > 2 and not signed:
                    pieces += [(atom[0], False), (atom[1], True), (atom[2:], True)]
                elif atom[0].isdigit() or level.fullmatch(atom):
                    pieces.append((atom, False))
                else:
                    pieces += _cuts(atom, after_number)
                after_number, signed = atom[-1].isdigit(), look(atom).is_sign
            atoms += [(Cell(p, cell.row, k, page=cell.page), on) for k, (p, on) in enumerate(pieces, cell.column)]
        if ended:
            break
    return atoms


def _cuts(text: str, after_number: bool) -> list[tuple[str, bool]]:
    """A run of words parted wherever a cell could end in it: after a unit, a short level label or a sentence; and, less
    surely (True), around words of a graded scale (制度健全性 | 健全)."""
    hard = {0}
    if after_number:
        hard |= {end for end in range(1, min(10, len(text)) + 1) if is_unit(text[:end])}
    for start in sorted(hard):
        hard |= {start + len(w) for w in _short_labels() if text.startswith(w, start)}
    half = len(text) // 2
    if half >= 2 and text[:half] == text[half:]:
        hard.add(half)
    soft = {found.end() for found in re.finditer("。", text)}
    for found in _scale().finditer(text):
        if text[found.end() : found.end() + 1] not in tuple("性率数度额量情者群"):
            soft |= {found.start(), found.end()}
    ends = sorted(hard | soft | {len(text)})
    return [(text[a:b], a not in hard) for a, b in itertools.pairwise(ends)]


@cache
def _short_labels() -> tuple[str, ...]:
    """Level labels without 指标 at their end, long enough to be told from other words."""
    known = headings()
    words = {w for w in (*known.sections, *known.categories) if len(w) > 3 and not w.endswith("指标")}
    return tuple(w for w in words if re.search(r"效益|影响|满意度|成本", w))


@cache
def _scale() -> re.Pattern[str]:
    """Words of a graded scale, longest first."""
    words = sorted((w for w in SCALE if len(w) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
