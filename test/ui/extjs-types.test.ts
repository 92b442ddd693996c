import { join } from 'node:path';
import ts from 'typescript';

/** A description is checked by the compiler: each of these mistakes must be an error where it is made. */
const root = join(__dirname, '../..');
const file = join(root, 'core/ui/planted.ts');

const head = `
  import { definePanel } from './api';
  interface Note { id: string; title: string; remindAt: string | null; isDone: boolean; size: number }
  declare module 'extjs-types' { interface DataTypes { PlantedNote: Note } }
`;

function errorsOf(source: string): string[] {
  const path = join(root, 'core/ui/tsconfig.json');
  const { config } = ts.readConfigFile(path, ts.sys.readFile.bind(ts.sys));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'core/ui'));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  const text = head + source;
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023)
      : cached(name, () => getSourceFile.call(host, name, ...rest));
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? text : readFile.call(host, name));
  const program = ts.createProgram([file], { ...options, incremental: false }, host);
  const planted = program.getSourceFile(file);
  return program
    .getSemanticDiagnostics(planted)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const sources = new Map<string, ts.SourceFile | undefined>();
function cached(name: string, read: () => ts.SourceFile | undefined): ts.SourceFile | undefined {
  if (!sources.has(name)) sources.set(name, read());
  return sources.get(name);
}

const grid = (rest: string) => `definePanel('notes', { xtype: 'grid', type: 'PlantedNote', ${rest} });`;
const form = (field: string) => `definePanel('notes', { xtype: 'form', type: 'PlantedNote', items: [${field}] });`;

test('a description without a mistake compiles', () => {
  const fine = `
    definePanel('notes', {
      xtype: 'border',
      items: [
        { region: 'west', xtype: 'list', type: 'Principal', filters: 'ownerId', counter: { type: 'PlantedNote', filter: (p) => ({ ownerId: p.id }) } },
        { region: 'center', xtype: 'grid', type: 'PlantedNote',
          columns: [{ dataIndex: 'title', flex: 1 }, { dataIndex: 'size', renderer: (size, note) => size.toFixed(1) + note.title }],
          tbar: [{ xtype: 'add', text: 'New' }, '->', { xtype: 'search' }],
          listeners: { select: (note) => note.title.trim() },
          selection: 'many',
          bulk: { restores: ['isDone'], actions: [
            { xtype: 'button', text: 'Done', icon: 'check', isAllowed: (note) => note.size > 0, change: () => ({ isDone: true }) },
            { xtype: 'datefield', text: 'Remind', icon: 'clock', change: ({ isDone }, day) => (isDone ? {} : { remindAt: day }) },
          ] },
          dialog: { xtype: 'dialog', type: 'PlantedNote', title: 'Note', items: [{ xtype: 'textfield', name: 'title', fieldLabel: 'Title' }] } },
        { region: 'east', xtype: 'detail', type: 'PlantedNote', cards: ['title', { title: 'Size', renderer: (note) => String(note.size) }] },
      ],
    });`;
  expect(errorsOf(fine)).toEqual([]);
});

test.each([
  [
    'a menu entry that asks for what it is not given',
    `import { defineMenuEntry } from './api'; defineMenuEntry('x', { handler: ({ wheer }) => wheer.trim() });`,
    /'wheer' does not exist/,
  ],
  ['an unknown xtype', `definePanel('notes', { xtype: 'gird', type: 'PlantedNote', columns: [] });`, /"gird"/],
  ['an unknown type', `definePanel('notes', { xtype: 'grid', type: 'PlantedNot', columns: [] });`, /"PlantedNot"/],
  ['a misspelt option', grid(`columns: [], tbars: []`), /'tbars' does not exist/],
  ['a misspelt option of a column', grid(`columns: [{ dataIndex: 'title', widht: 3 }]`), /'widht' does not exist/],
  ['a column on a property the type does not have', grid(`columns: [{ dataIndex: 'titel' }]`), /"titel"/],
  [
    'a renderer for a value of another type',
    grid(`columns: [{ dataIndex: 'size', renderer: (size: string) => size }]`),
    /'number' is not assignable to type 'string'/,
  ],
  [
    'a listener with the wrong signature',
    grid(`columns: [], listeners: { select: (count: number) => undefined }`),
    /not assignable to type 'number'/,
  ],
  ['an unknown listener', grid(`columns: [], listeners: { selct: () => undefined }`), /'selct' does not exist/],
  ['a check box on a text', form(`{ xtype: 'checkbox', name: 'title', fieldLabel: 'Title' }`), /"title"/],
  ['a text field on a number', form(`{ xtype: 'textfield', name: 'size', fieldLabel: 'Size' }`), /"size"/],
  ['a field without its label', form(`{ xtype: 'textfield', name: 'title' }`), /fieldLabel/],
  [
    'an unknown region',
    `definePanel('notes', { xtype: 'border', items: [{ region: 'left', xtype: 'grid', type: 'PlantedNote', columns: [] }] });`,
    /"left"/,
  ],
  [
    'something to give back that the type does not have',
    grid(`columns: [], selection: 'many', bulk: { restores: ['titel'], actions: [] }`),
    /"titel"/,
  ],
  [
    'a change of many to a value of another type',
    grid(
      `columns: [], bulk: { restores: [], actions: [{ xtype: 'button', text: 'Big', icon: 'x', change: () => ({ size: 'big' }) }] }`,
    ),
    /'string' is not assignable to type 'number'/,
  ],
  ['a class that is no panel', `definePanel('notes', class extends HTMLElement {});`, /./],
])('the compiler catches %s', (_what, source, message) => {
  const errors = errorsOf(source);
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.join('\n')).toMatch(message);
});
