import type { BlobOwner } from '../files/blob-owner';
import type { DataType, Dependent, TypeExtension } from '../jmap/data-type';
import type { Method } from '../jmap/method';
import type { RecordListener } from '../jmap/record-listener';
import type { Job } from '../jobs/job';
import type { Settings } from '../settings/settings';
import type { Command } from './command';

type Class<T> = new (...parameters: never[]) => T;

/** Runs once, when the module is installed, inside a transaction. */
export abstract class Installer {
  abstract install(): Promise<void>;
}

/** Fills the module with believable data for `npm start -- --demo`. */
export abstract class Demo {
  /** @param people made by the host: user name → principal id */
  abstract fill(people: ReadonlyMap<string, number>): Promise<void>;
}

/** Something that runs as long as the module does: a listener, a connection. */
export abstract class Daemon {
  abstract start(): Promise<void>;
  /** Ends all activity; resolves when nothing of it runs any more. */
  abstract stop(): Promise<void>;
}

/** What a module adds to the host: lists of classes, no wiring. */
export interface ModuleDefinition {
  readonly entities?: readonly Class<object>[];
  readonly types?: readonly Class<DataType<never> | DataType>[];
  readonly extensions?: readonly Class<TypeExtension>[];
  readonly dependents?: readonly Class<Dependent>[];
  readonly methods?: readonly Class<Method>[];
  readonly listeners?: readonly Class<RecordListener>[];
  readonly services?: readonly Class<object>[];
  readonly jobs?: readonly Class<Job>[];
  readonly daemons?: readonly Class<Daemon>[];
  /** What administrators do from the command line. */
  readonly commands?: readonly Class<Command>[];
  readonly blobOwners?: readonly Class<BlobOwner>[];
  /** Ports of other modules that this one fills: the abstract class and the class that extends it. */
  readonly provides?: readonly (readonly [port: abstract new (...parameters: never[]) => object, by: Class<object>])[];
  readonly settings?: Class<Settings> | readonly Class<Settings>[];
  readonly install?: Class<Installer>;
  readonly demo?: Class<Demo>;
}

export function defineModule(definition: ModuleDefinition): ModuleDefinition {
  return definition;
}
