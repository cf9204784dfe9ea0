"""Small documents made on the spot: no file of a stranger lies in the repository."""

import io
import zipfile

from openpyxl import Workbook

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
    '.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd'
    '.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    '/officeDocument" Target="word/document.xml"/></Relationships>'
)
STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    "</w:styles>"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*paragraphs, before="", table=()):
    """A paragraph that begins with `# ` is a heading; `table` are rows of cells below them."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{each[2:]}</w:t></w:r></w:p>'
        if each.startswith("# ")
        else f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>"
        for each in paragraphs
    )
    if table:
        cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
        rows = ("".join(cell.format(each) for each in row) for row in table)
        body += f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    document = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATIONS,
            "word/document.xml": document,
            "word/styles.xml": STYLES,
        }
    )


def zipped(parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def xlsx(rows, *, title="Plan", more=None):
    """A workbook with one sheet, and `more` by their names."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, others in (more or {}).items():
        added = book.create_sheet(name)
        for row in others:
            added.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def pdf(*lines, encrypted=False):
    """One page with these lines, or a page without any; `encrypted` with a password nobody has."""
    said = "".join(f"({each}) Tj 0 -16 Td " for each in lines)
    content = f"BT /F1 12 Tf 40 760 Td {said}ET" if lines else "0 0 10 10 re f"
    fonts = "/Resources << /Font << /F1 5 0 R >> >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R " + fonts,
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    if encrypted:
        key = "<" + "5a" * 32 + ">"
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >>")
    out, places = "%PDF-1.4\n", []
    for n, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{each}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{place:010} 00000 n \n" for place in places)
    lock = "/Encrypt 6 0 R /ID [<00><00>] " if encrypted else ""
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {lock}>>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")
