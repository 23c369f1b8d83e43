"""Writes a workbook with XlsxWriter in its constant_memory mode: a row is in the file before the next one is begun."""

import xlsxwriter

from books import ALIGN, NUMBERS, OPEN, RUN, letters


class Writer:
    def __init__(self, book, temporary):
        self.plan = book
        self.book = xlsxwriter.Workbook(book.path, {"constant_memory": True, "tmpdir": temporary})
        self.made = {}

    def look(self, kind, **more):
        key = (kind, tuple(sorted(more.items())))
        if key not in self.made:
            look = {"font_name": "等线", "font_size": 10, "valign": "vcenter", "num_format": NUMBERS.get(kind, "@"),
                    "align": ALIGN.get(kind, "right" if kind in NUMBERS else "left"), "border": 1, "border_color": "#BFBFBF", **more}
            self.made[key] = self.book.add_format(look)
        return self.made[key]

    def head(self):
        return self.look("text", bold=True, bg_color="#DCE6F1", align="center", text_wrap=True)

    def sheet(self, name):
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.75, 0.6)
        sheet.hide_gridlines(2)
        sheet.set_header(f"&L&9 {self.plan.title}  {self.plan.recipient}&C&9 &A&R&9 {RUN}")
        sheet.set_footer("&C&9第&P页 共&N页")
        return sheet

    def small(self, sheet, rows):
        """Cover, summary and tie-outs: a few dozen cells."""
        for at, row in enumerate(rows):
            column = 0
            for cell in row:
                if cell is None:
                    column += 1
                    continue
                kind = cell.kind if cell.kind in NUMBERS else "text"
                look = self.head() if cell.kind == "head" else self.look(kind, bold=True) if cell.kind in ("title", "heading") else self.look(kind)
                if cell.span > 1:
                    sheet.merge_range(at, column, at, column + cell.span - 1, "", look)
                if cell.formula:
                    sheet.write_formula(at, column, cell.formula, look, cell.value)
                elif isinstance(cell.value, str):
                    sheet.write_string(at, column, cell.value, look) if cell.value else sheet.write_blank(at, column, None, look)
                else:
                    sheet.write_number(at, column, cell.value, look)
                column += cell.span

    def list(self, name, columns, rows, sums=None):
        """A long list: header, rows, foot. Texts as texts, numbers as numbers, every cell with its format."""
        sheet = self.sheet(name)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width + 0.71)
        sheet.freeze_panes(1, 0)
        head = self.head()
        sheet.set_row(0, 30)
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.title, head)
        write_string, write_number, write_blank = sheet.write_string, sheet.write_number, sheet.write_blank
        pens = [(at, column.kind in ("text", "id"), self.look(column.kind)) for at, column in enumerate(columns)]
        last = 0
        for last, row in enumerate(rows, 1):
            for (at, textual, look), value in zip(pens, row):
                if value is None or value == "":
                    write_blank(last, at, None, look)
                elif textual:
                    write_string(last, at, value, look)
                else:
                    write_number(last, at, value, look)
        data = max(last, 1)
        if sums is not None:
            labelled = False
            for at, column in enumerate(columns):
                look = self.look(column.kind, bold=True, bg_color="#F2F2F2")
                if column.total:
                    formula = f"=SUBTOTAL(9,{letters(at)}2:{letters(at)}{data + 1})"
                    sheet.write_formula(data + 1, at, formula, look, sums[column.name] / 100)
                elif not labelled:
                    sheet.write_string(data + 1, at, "合计", look)
                    labelled = True
                else:
                    sheet.write_blank(data + 1, at, None, look)
        sheet.autofilter(0, 0, data, len(columns) - 1)
        texts = [letters(at) for at, column in enumerate(columns) if column.kind in ("text", "id")]
        sheet.ignore_errors({"number_stored_as_text": " ".join(f"{text}2:{text}{data + 1}" for text in texts)})
        sheet.print_area(0, 0, data, len(columns) - 1)
        sheet.repeat_rows(0, 0)

    def close(self):
        self.book.close()


def write(book, rows, sums, temporary):
    writer = Writer(book, temporary)
    writer.small(writer.sheet("封面"), book.cover)
    writer.small(writer.sheet("汇总"), book.summary)
    writer.list("明细", book.detail.columns, rows, sums)
    if book.open_rows is not None:
        writer.list("未结算", OPEN, book.open_rows)
    ties = writer.sheet("勾稽")
    writer.small(ties, book.tie_outs)
    ties.freeze_panes(1, 0)
    writer.close()
