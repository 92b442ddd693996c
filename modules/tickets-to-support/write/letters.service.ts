import { Database, inject, injectable } from '../../../core/api';
import { LetterSettings } from '../../support/api';
import { digestOf } from '../digest';
import { MigratedRow } from '../migrated.entity';
import { MigratedRows } from '../migrated-rows.service';
import { type Discrepancy, Remarks } from '../plan/discrepancy';
import type { LetterSetting, PlannedLetter } from '../plan/letters';

/** Under which mails that were taken over are remembered, by the id of their template. */
const LETTERS = 'letters';

/** Gives the mails to customers the words that they had, as long as nobody has chosen others here. */
@injectable()
export class Letters {
  constructor(
    @inject(Database) private readonly database: Database,
    @inject(LetterSettings) private readonly settings: LetterSettings,
    @inject(MigratedRows) private readonly rows: MigratedRows,
  ) {}

  /** What becomes of them. Changes nothing. */
  async survey(source: string, letters: readonly PlannedLetter[]): Promise<Discrepancy[]> {
    const free = await this.free(source, letters);
    return letters.flatMap((letter) => {
      const remarks = new Remarks('ti_templates', letter.templateId);
      if (free.includes(letter))
        remarks.add(
          'changed',
          'content',
          'Its words are those of the mails of Support, see System settings, Mails to customers',
          letter.name,
          letter.text,
        );
      else
        remarks.add(
          'noPlace',
          'content',
          'Support has words of its own for this mail already',
          letter.name,
          letter.setting,
        );
      return remarks.all;
    });
  }

  /** Needs a transaction. */
  async bring(source: string, letters: readonly PlannedLetter[]): Promise<void> {
    const known = await this.rows.all(source, LETTERS);
    for (const { templateId, setting, text } of await this.free(source, letters)) {
      const before = known.get(templateId);
      if (before?.hash === digestOf(text)) continue;
      await this.settings.write({ [setting]: text });
      if (before) await this.rows.renew(before.id, digestOf(text));
      else
        await this.rows.remember(source, [
          { sourceTable: LETTERS, sourceId: templateId, type: setting, objectId: null, hash: digestOf(text) },
        ]);
    }
  }

  /** Gives mails the words that they have at first, where they still have those that were brought. Needs a transaction. */
  async undo(source: string): Promise<void> {
    const now = await this.settings.read();
    for (const { type, hash } of (await this.rows.all(source, LETTERS)).values()) {
      const setting = type as LetterSetting;
      if (digestOf(now[setting]) === hash) await this.settings.write({ [setting]: this.usual(setting) });
    }
    await this.database.manager.delete(MigratedRow, { source, sourceTable: LETTERS });
  }

  /** Those, one for each mail, whose place is as it is at first, or as an earlier run has left it. */
  private async free(source: string, letters: readonly PlannedLetter[]): Promise<PlannedLetter[]> {
    const [now, known] = [await this.settings.read(), await this.rows.all(source, LETTERS)];
    const brought = [...known.values()];
    return letters.filter(({ setting }, at) => {
      if (letters.findIndex((letter) => letter.setting === setting) !== at) return false;
      const isBrought = brought.some(({ type, hash }) => type === setting && hash === digestOf(now[setting]));
      return isBrought || now[setting] === this.usual(setting);
    });
  }

  private usual(setting: LetterSetting): string {
    return String(this.settings.fields[setting].property.default);
  }
}
