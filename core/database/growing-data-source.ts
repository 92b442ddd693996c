import {
  DataSource,
  type DataSourceOptions,
  type QueryRunner,
  QueryRunnerAlreadyReleasedError,
  type ReplicationMode,
} from 'typeorm';
import type { EntityClass } from './connections';
import type { Readings } from './reading';
import { shortWay, type Way } from './short-way';
import type { UnitOfWork } from './unit-of-work';

/** A connection of TypeORM's, with the short way. */
export interface Runner extends QueryRunner, Pick<Way, 'put'> {}

/**
 * A data source that learns entities after it was opened, which TypeORM leaves to subclasses: a module may be installed
 * while the program runs, and new connections would lose the transactions of the old ones. Its statements take the
 * short way to the driver.
 */
export class GrowingDataSource extends DataSource {
  private way: ((runner?: QueryRunner) => Way) | null = null;

  async know(entities: readonly EntityClass[]): Promise<void> {
    this.setOptions({ entities: [...entities] });
    await this.buildMetadatas();
  }

  override createQueryRunner(mode?: ReplicationMode): Runner {
    const runner = super.createQueryRunner(mode);
    let way: Way | null = null;
    const wayFor = (statement: string): Way => {
      if (runner.isReleased) throw new QueryRunnerAlreadyReleasedError();
      (runner.data['unit'] as UnitOfWork | undefined)?.sees(statement);
      way ??= this.wayOf(runner);
      return way;
    };
    const query = async (statement: string, values: unknown[] = [], isWhole = false): Promise<unknown> => {
      const answer = await wayFor(statement).ask(statement, values);
      return isWhole ? answer : answer.raw;
    };
    const put: Way['put'] = async (statement, values) => wayFor(statement).put(statement, values);
    return Object.assign(runner, { query, put });
  }

  override async query<T>(statement: string, values: unknown[] = [], runner?: QueryRunner): Promise<T> {
    if (runner) return runner.query(statement, values) as Promise<T>;
    return (await this.wayOf().ask(statement, values)).raw as T;
  }

  /** Of a connection, or of any one that is free. */
  protected wayOf(runner?: QueryRunner): Way {
    this.way ??= shortWay(this);
    return this.way(runner);
  }
}

/**
 * A second way to another's database, for the same entities, which reads for requests. What TypeORM makes of the entities,
 * slowly, it has from there.
 */
export class SecondDataSource extends GrowingDataSource {
  constructor(
    private readonly first: GrowingDataSource,
    options: DataSourceOptions,
    private readonly readings: Readings,
  ) {
    super(options);
  }

  protected override wayOf(runner?: QueryRunner): Way {
    const reading = runner ? undefined : this.readings.current;
    if (!reading) return super.wayOf(runner);
    reading.way ??= super.wayOf();
    return reading.way;
  }

  protected override buildMetadatas(): Promise<void> {
    const { entityMetadatas, entityMetadatasMap } = this.first;
    Object.assign(this, { entityMetadatas, entityMetadatasMap });
    return Promise.resolve();
  }
}
