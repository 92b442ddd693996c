import type { Ask } from './group-office.connection';
import { FieldValueReader } from './group-office.field-values';
import { fieldSetsIn } from './group-office.fields';
import { NoteReader } from './group-office.notes';
import type { Tables } from './group-office.tables';
import { unplacedIn } from './group-office.unplaced';
import type { LegacyExtras, LegacyFieldSet, LegacyFieldValues, Unplaced } from './legacy-fields';
import type { LegacyMessage } from './legacy-source';

/** Comments of tickets that are gone which are listed one by one. */
const MOST_ORPHANS = 10_000;

/** Custom fields, comments, and what has no place. Each is looked for once. */
export class GroupOfficeExtras implements LegacyExtras {
  private sets: Promise<LegacyFieldSet[]> | undefined;
  private values: Promise<FieldValueReader | null> | undefined;
  private comments: Promise<NoteReader | null> | undefined;

  constructor(
    private readonly tables: Tables,
    private readonly ask: Ask,
  ) {}

  fieldSets(): Promise<LegacyFieldSet[]> {
    this.sets ??= fieldSetsIn(this.tables);
    return this.sets;
  }

  async fieldValues(ticketIds: readonly number[]): Promise<Map<number, LegacyFieldValues>> {
    return (await this.reader())?.read(ticketIds) ?? new Map<number, LegacyFieldValues>();
  }

  async notes(ticketIds: readonly number[]): Promise<LegacyMessage[]> {
    return (await this.notesReader())?.read(ticketIds) ?? [];
  }

  /** How many comments there are beside the messages, of tickets that are there. */
  async noteCount(): Promise<number> {
    return (await this.notesReader())?.count() ?? 0;
  }

  async unplaced(): Promise<Unplaced[]> {
    const notes = await this.notesReader();
    const lost = (await notes?.orphans(MOST_ORPHANS)) ?? [];
    return [
      ...(await unplacedIn(this.tables, this.ask)),
      ...((await (await this.reader())?.unclaimed()) ?? []),
      ...lost.map((id) => {
        const reason = 'Its ticket is not there any more';
        return { table: notes?.table ?? '', id, column: null, reason, value: '' };
      }),
    ];
  }

  private reader(): Promise<FieldValueReader | null> {
    this.values ??= this.fieldSets().then((sets) => FieldValueReader.of(this.tables, this.ask, sets));
    return this.values;
  }

  private notesReader(): Promise<NoteReader | null> {
    this.comments ??= NoteReader.of(this.tables, this.ask);
    return this.comments;
  }
}
