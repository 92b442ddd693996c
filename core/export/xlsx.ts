import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { type Cell, cutCell, isLikeFormula } from './cell';

/**
 * A workbook of one sheet (ECMA-376, transitional) that is made while its rows come, so that no table is held in
 * memory. Texts are inline and never formulas; the first row are the titles.
 * @param rows the titles first
 */
export function xlsxOf(rows: AsyncIterable<readonly Cell[]>, widths: readonly number[]): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const fail = (error: Error): void => {
    output.destroy(error);
  };
  zip.on('error', fail);
  for (const [path, xml] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(DECLARATION + xml), path);
  zip.addReadStreamLazy('xl/worksheets/sheet1.xml', {}, (done) => {
    const sheet = Readable.from(sheetOf(rows, widths), { objectMode: false, highWaterMark: 65_536 });
    sheet.on('error', fail);
    output.on('close', () => sheet.destroy());
    done(null, sheet.pipe(new PassThrough()));
  });
  zip.end();
  return output;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Styles of cells by their number in `cellXfs`: what looks like a formula keeps being a text when it is edited. */
const STYLE = { title: 1, day: 2, moment: 3, quoted: 4 } as const;

const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml':
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Override PartName="/xl/workbook.xml" ContentType="${SHEET}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET}.styles+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET}.worksheet+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels':
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>` +
    `<Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml':
    `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/></cellXfs></styleSheet>',
};

/** Characters of XML before they are handed on together. */
const CHUNK = 65_536;

async function* sheetOf(rows: AsyncIterable<readonly Cell[]>, widths: readonly number[]): AsyncGenerator<Buffer> {
  const columns = widths.map((width, index) => {
    const at = String(index + 1);
    return `<col min="${at}" max="${at}" width="${String(width)}" customWidth="1"/>`;
  });
  let text =
    `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${columns.join('')}</cols><sheetData>`;
  let isTitle = true;
  for await (const row of rows) {
    text += `<row>${row.map((cell) => xmlOf(cell, isTitle)).join('')}</row>`;
    isTitle = false;
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}</sheetData></worksheet>`);
}

function xmlOf(cell: Cell, isTitle: boolean): string {
  if (cell === null || cell === '') return '<c/>';
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c><v>${String(cell)}</v></c>` : '<c/>';
  if (typeof cell === 'boolean') return `<c t="b"><v>${cell ? '1' : '0'}</v></c>`;
  if (typeof cell === 'object') {
    const serial = serialOf(cell.at);
    // The calendar of spreadsheets begins with 1900, and is wrong for its first two months.
    if (serial < 61) return textOf(cell.at, 0);
    return `<c s="${String(cell.at.length > 10 ? STYLE.moment : STYLE.day)}"><v>${String(serial)}</v></c>`;
  }
  return textOf(cell, isTitle ? STYLE.title : isLikeFormula(cell) ? STYLE.quoted : 0);
}

function textOf(text: string, style: number): string {
  const shape = style === 0 ? '' : ` s="${String(style)}"`;
  return `<c${shape} t="inlineStr"><is><t xml:space="preserve">${escape(cutCell(text))}</t></is></c>`;
}

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** XML takes no control characters nor halves of characters, and `_x0041_` would be read as a letter (ECMA-376 §22.9.2.19). */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>\r]/g, (character) => MARKUP[character] ?? '');
}

/** Days since the beginning of 1900 as spreadsheets count them. */
function serialOf(at: string): number {
  const [day = '', time = '00:00:00'] = at.split(' ');
  return (Date.parse(`${day}T${time}Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;
}
