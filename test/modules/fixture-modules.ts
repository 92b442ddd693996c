import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const API = JSON.stringify(join(__dirname, '../../core/api'));

/** A module as it is put into a data directory: compiled, with everything it needs beside it. */
export interface FixtureModule {
  readonly manifest: Readonly<Record<string, unknown>> & { readonly id: string };
  readonly code: string;
  /** Body of `up(schema)`. */
  readonly migration?: string;
  /** File below `ui/` → its text. */
  readonly ui?: Readonly<Record<string, string>>;
}

/** The module as somebody elsewhere makes it: it knows the host by its name alone. */
export function fromElsewhere(module: FixtureModule): FixtureModule {
  return { ...module, code: module.code.replace(API, "'groupware-support/core/api'") };
}

/** Puts the module into `<data>/modules/`. */
export function place(data: string, module: FixtureModule): void {
  placeIn(join(data, 'modules', module.manifest.id), module);
}

/** Puts the module where `npm install` would, among the packages of the data directory. */
export function placePackage(data: string, name: string, module: FixtureModule): void {
  placeIn(join(data, 'node_modules', name), module);
  writeFileSync(join(data, 'package.json'), JSON.stringify({ dependencies: { [name]: '1.0.0' } }));
}

function placeIn(folder: string, { manifest, code, migration, ui = {} }: FixtureModule): void {
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(ui)) write(join('ui', path), text);
  write('index.js', code);
  if (migration !== undefined)
    write('migrations/1795400000000-create-tables.js', `exports.up = async (schema) => {\n${migration}\n};\n`);
  write('module.json', JSON.stringify({ version: '1.0.0', title: manifest.id, ...manifest }));
}

/** Everybody sees and changes these; the type has a table, a job that writes, and a method that takes its time. */
export function noteModule(id: string, type: string, more: Partial<FixtureModule['manifest']> = {}): FixtureModule {
  return {
    manifest: { id, permissions: { use: 'Use it', manage: 'Manage it' }, ...more },
    migration: `
      const { column } = schema;
      await schema.createTable('${id}_note', [column.id(), column.text('title')]);
      await schema.createTable('${id}_tick', [column.id(), column.int('notes')]);`,
    code: `
      const api = require(${API});
      class Note {}
      api.Entity('${id}_note')(Note);
      api.Id()(Note.prototype, 'id');
      api.Text()(Note.prototype, 'title');
      class Tick {}
      api.Entity('${id}_tick')(Tick);
      api.Id()(Tick.prototype, 'id');
      api.Int()(Tick.prototype, 'notes');
      class NoteType extends api.DataType {
        name = '${type}';
        entity = Note;
        access = { least: 10, where: () => '1 = 1', audience: async () => ['i'] };
        properties = { title: api.text({ required: true }) };
        allow() {}
      }
      class Ticks extends api.Job {
        id = '${id}.ticks';
        every = 3600;
        constructor(database) {
          super();
          if (require('node:fs').existsSync(__dirname + '/worn-out')) throw new Error('worn out');
          this.database = database;
        }
        async run() {
          await this.database.transaction(async () => {
            const { manager } = this.database;
            await manager.insert(Tick, { notes: await manager.count(Note) });
          });
        }
      }
      class Slow extends api.Method {
        name = '${type}/slowly';
        capability = 'urn:groupware:${id}';
        constructor(records, database) { super(); this.records = records; this.database = database; }
        async run({ title, milliseconds }) {
          await api.delay(milliseconds);
          const { id } = await this.database.transaction(() => this.records.insert('${type}', { title }));
          return { id: String(id) };
        }
      }
      class Welcome extends api.Installer {
        constructor(records) { super(); this.records = records; }
        async install() { await this.records.insert('${type}', { title: 'Welcome' }); }
      }
      for (const type of [NoteType, Ticks, Slow, Welcome]) api.injectable()(type);
      api.inject(api.Database)(Ticks, undefined, 0);
      api.inject(api.Records)(Slow, undefined, 0);
      api.inject(api.Database)(Slow, undefined, 1);
      api.inject(api.Records)(Welcome, undefined, 0);
      exports.default = api.defineModule({
        entities: [Note, Tick], types: [NoteType], jobs: [Ticks], methods: [Slow], install: Welcome,
      });`,
  };
}

/** Adds `label` to the notes of another module, in a table of its own. */
export function labelModule(id: string, notes: string, type: string): FixtureModule {
  return {
    manifest: { id, requires: [notes], permissions: { use: 'Use it' } },
    migration: `
      const { column } = schema;
      await schema.createTable('${id}_label', [column.givenId(), column.optionalText('label')]);`,
    code: `
      const api = require(${API});
      class Label {}
      api.Entity('${id}_label')(Label);
      api.GivenId()(Label.prototype, 'id');
      api.OptionalText()(Label.prototype, 'label');
      class Labels extends api.TypeExtension {
        extends = '${type}';
        entity = Label;
        properties = { label: api.text({ nullable: true }) };
      }
      api.injectable()(Labels);
      exports.default = api.defineModule({ entities: [Label], extensions: [Labels] });`,
  };
}

/**
 * A type that has all that a type can have (shares, links, files, comments, custom fields, search), with settings, a
 * job and a permission: whatever may be left behind by a module.
 */
export function richModule(id: string, type: string): FixtureModule {
  return {
    manifest: { id, permissions: { use: 'Use it' } },
    migration: `
      const { column } = schema;
      await schema.createTable('${id}_record', [column.id(), column.text('title'), column.int('aclId')]);
      await schema.createTable('${id}_tick', [column.id(), column.int('records')]);`,
    code: `
      const api = require(${API});
      class Recorded {}
      api.Entity('${id}_record')(Recorded);
      api.Id()(Recorded.prototype, 'id');
      api.Text()(Recorded.prototype, 'title');
      api.Int()(Recorded.prototype, 'aclId');
      class Tick {}
      api.Entity('${id}_tick')(Tick);
      api.Id()(Tick.prototype, 'id');
      api.Int()(Tick.prototype, 'records');
      class RecordType extends api.DataType {
        name = '${type}';
        entity = Recorded;
        access = api.ownsAcl();
        properties = { title: api.text({ required: true }), customFields: api.customFields() };
        allow() {}
        appearance = { label: '${type}s', icon: 'note', title: 'title' };
        search = ['title'];
        links = true;
        files = true;
        comments = true;
      }
      class Ticks extends api.Job {
        id = '${id}.ticks';
        every = 3600;
        constructor(database) { super(); this.database = database; }
        async run() {
          await this.database.transaction(async () => {
            const { manager } = this.database;
            await manager.insert(Tick, { records: await manager.count(Recorded) });
          });
        }
      }
      class RecordSettings extends api.Settings {
        name = '${type}Settings';
        title = '${type}';
        fields = { greeting: api.setting.text({ label: 'Greeting', default: 'Hello' }) };
      }
      class Welcome extends api.Installer {
        constructor(records) { super(); this.records = records; }
        async install() { await this.records.insert('${type}', { title: 'word welcome' }); }
      }
      for (const type of [RecordType, Ticks, RecordSettings, Welcome]) api.injectable()(type);
      api.inject(api.Database)(Ticks, undefined, 0);
      api.inject(api.Records)(Welcome, undefined, 0);
      exports.default = api.defineModule({
        entities: [Recorded, Tick], types: [RecordType], jobs: [Ticks], settings: RecordSettings, install: Welcome,
      });`,
  };
}
