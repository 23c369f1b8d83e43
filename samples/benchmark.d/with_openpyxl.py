"""Writes a workbook with openpyxl in its write_only mode. It has no place for the values of formulas and none for merged cells here."""

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.dimensions import ColumnDimension

from books import ALIGN, NUMBERS, OPEN, RUN, letters

SIDE = Side("thin", "BFBFBF")
BORDER = Border(SIDE, SIDE, SIDE, SIDE)
HEAD = PatternFill("solid", "DCE6F1")
FOOT = PatternFill("solid", "F2F2F2")


class Writer:
    def __init__(self, book):
        self.plan = book
        self.book = Workbook(write_only=True)

    def sheet(self, name):
        sheet = self.book.create_sheet(name)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_view.showGridLines = False
        sheet.oddHeader.left.text = f"{self.plan.title}  {self.plan.recipient}"
        sheet.oddHeader.right.text = RUN
        sheet.oddFooter.center.text = "第&P页 共&N页"
        return sheet

    def pen(self, sheet, kind, fill=None, bold=False):
        cell = WriteOnlyCell(sheet)
        cell.font = Font("等线", 10, bold)
        cell.border = BORDER
        cell.number_format = NUMBERS.get(kind, "@")
        cell.alignment = Alignment(ALIGN.get(kind, "right" if kind in NUMBERS else "left"), "center")
        if fill:
            cell.fill = fill
        return cell

    def small(self, sheet, rows):
        for row in rows:
            cells = []
            for cell in row:
                if cell is None:
                    cells.append(None)
                    continue
                pen = self.pen(sheet, cell.kind, HEAD if cell.kind == "head" else None, cell.kind in ("title", "heading", "head"))
                pen.value = cell.formula or (None if cell.value == "" else cell.value)
                cells += [pen] + [None] * (cell.span - 1)
            sheet.append(cells)

    def list(self, name, columns, rows, count, sums=None):
        sheet = self.sheet(name)
        sheet.freeze_panes = "A2"
        data = max(count, 1)
        sheet.auto_filter.ref = f"A1:{letters(len(columns) - 1)}{data + 1}"
        sheet.print_title_rows = "1:1"
        for at, column in enumerate(columns):
            sheet.column_dimensions[letters(at)] = ColumnDimension(sheet, index=letters(at), width=column.width + 0.71, customWidth=True)
        head = []
        for column in columns:
            cell = self.pen(sheet, "text", HEAD, True)
            cell.value = column.title
            head.append(cell)
        sheet.append(head)
        # One styled cell a column, used again for every row: the quickest way the library has.
        pens = [self.pen(sheet, column.kind) for column in columns]
        for row in rows:
            for pen, value in zip(pens, row):
                pen.value = None if value == "" else value
            sheet.append(pens)
        if sums is not None:
            if not count:
                sheet.append([])
            foot, labelled = [], False
            for at, column in enumerate(columns):
                cell = self.pen(sheet, column.kind, FOOT, True)
                if column.total:
                    cell.value = f"=SUBTOTAL(9,{letters(at)}2:{letters(at)}{data + 1})"
                elif not labelled:
                    cell.value, labelled = "合计", True
                foot.append(cell)
            sheet.append(foot)


def write(book, rows, sums, temporary):
    writer = Writer(book)
    writer.small(writer.sheet("封面"), book.cover)
    writer.small(writer.sheet("汇总"), book.summary)
    writer.list("明细", book.detail.columns, rows, book.detail.rows, sums)
    if book.open_rows is not None:
        writer.list("未结算", OPEN, book.open_rows, len(book.open_rows))
    ties = writer.sheet("勾稽")
    ties.freeze_panes = "A2"
    writer.small(ties, book.tie_outs)
    writer.book.save(book.path)
