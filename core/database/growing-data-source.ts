import {
  DataSource,
  type DataSourceOptions,
  type QueryRunner,
  QueryRunnerAlreadyReleasedError,
  type ReplicationMode,
} from 'typeorm';
import type { EntityClass } from './connections';
import { type Answer, shortWay, type Way } from './short-way';
import type { UnitOfWork } from './unit-of-work';

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

  override createQueryRunner(mode?: ReplicationMode): QueryRunner {
    const runner = super.createQueryRunner(mode);
    const query = async (statement: string, values: unknown[] = [], isWhole = false): Promise<unknown> => {
      if (runner.isReleased) throw new QueryRunnerAlreadyReleasedError();
      (runner.data['unit'] as UnitOfWork | undefined)?.sees(statement);
      const answer = await this.ask(runner)(statement, values);
      return isWhole ? answer : answer.raw;
    };
    return Object.assign(runner, { query });
  }

  override async query<T>(statement: string, values: unknown[] = [], runner?: QueryRunner): Promise<T> {
    if (runner) return runner.query(statement, values) as Promise<T>;
    return (await this.ask()(statement, values)).raw as T;
  }

  private ask(runner?: QueryRunner): (statement: string, values: readonly unknown[]) => Promise<Answer> {
    this.way ??= shortWay(this);
    return this.way(runner);
  }
}

/** A second way to another's database, for the same entities. What TypeORM makes of those, slowly, it has from there. */
export class SecondDataSource extends GrowingDataSource {
  constructor(
    private readonly first: GrowingDataSource,
    options: DataSourceOptions,
  ) {
    super(options);
  }

  protected override buildMetadatas(): Promise<void> {
    const { entityMetadatas, entityMetadatasMap } = this.first;
    Object.assign(this, { entityMetadatas, entityMetadatasMap });
    return Promise.resolve();
  }
}
