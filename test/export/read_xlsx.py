"""Prints the rows of the first sheet of a workbook as JSON, as another program reads them."""
import json, sys, zipfile
import xml.etree.ElementTree as ET

M = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
book = zipfile.ZipFile(sys.argv[1])
assert book.testzip() is None
for name in book.namelist():
    ET.fromstring(book.read(name))
rows = []
for row in ET.fromstring(book.read('xl/worksheets/sheet1.xml')).iter(M + 'row'):
    cells = []
    for cell in row.iter(M + 'c'):
        assert cell.find(M + 'f') is None
        text, value = cell.find(M + 'is'), cell.find(M + 'v')
        shown = ''.join(t.text or '' for t in text.iter(M + 't')) if text is not None else None
        if value is not None:
            shown = value.text == '1' if cell.get('t') == 'b' else float(value.text)
        cells.append([shown, int(cell.get('s', 0))])
    rows.append(cells)
print(json.dumps(rows))
