import {
  Contributions,
  DataType,
  type Draft,
  inject,
  injectable,
  RecordListener,
  type Row,
  SetError,
} from '../../core/api';
import { TicketsSettings } from './settings';

/** Properties that name the type of what an object hangs on, as files and links do. */
const TYPE_OF_WHOLE = ['entityType', 'fromType', 'toType'] as const;

/**
 * The read-only switch: as long as it is on nothing of the module is stored or removed, whoever wants to, nor what hangs on
 * its tickets. The one exception is the switch itself.
 */
@injectable()
export class ReadOnly extends RecordListener {
  constructor(
    @inject(TicketsSettings) private readonly settings: TicketsSettings,
    @inject(Contributions) private readonly contributions: Contributions,
  ) {
    super();
  }

  override saving(type: string, { values }: Draft): Promise<void> {
    return this.check(type, values);
  }

  override destroying(type: string, row: Row): Promise<void> {
    return this.check(type, row);
  }

  /** True while nothing may be changed. */
  async isOn(): Promise<boolean> {
    return (await this.settings.read()).isReadOnly;
  }

  private async check(type: string, values: Readonly<Record<string, unknown>>): Promise<void> {
    const isOurs = this.isOurs(type) || TYPE_OF_WHOLE.some((name) => this.isOurs(values[name]));
    if (isOurs && (await this.isOn()))
      throw SetError.forbidden('Legacy tickets are read-only; a manager of the module can switch that off');
  }

  private isOurs(type: unknown): boolean {
    if (typeof type !== 'string' || type === this.settings.name) return false;
    return this.own.has(type);
  }

  private get own(): ReadonlySet<string> {
    const { contributions } = this;
    const module = contributions.moduleOf(this);
    return new Set(
      contributions
        .all(DataType)
        .filter((type) => contributions.moduleOf(type) === module)
        .map(({ name }) => name),
    );
  }
}
