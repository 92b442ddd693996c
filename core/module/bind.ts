import { ContainerModule, type Newable } from 'inversify';
import { SecretKey } from '../config/secret-key';
import { Database } from '../database/database';
import { BlobOwner } from '../files/blob-owner';
import { DataType, Dependent, TypeExtension } from '../jmap/data-type';
import { Method } from '../jmap/method';
import { RecordListener } from '../jmap/record-listener';
import { Records } from '../jmap/records';
import { Job } from '../jobs/job';
import { Settings } from '../settings/settings';
import { Command } from './command';
import { Daemon, Demo, Installer, type ModuleDefinition } from './contract';
import type { Contributions } from './contributions';

type Class = new (...parameters: never[]) => object;

/** The lists of a module, each with the kind under which its classes are found. */
function listsOf(definition: ModuleDefinition): readonly (readonly [unknown, readonly Class[]])[] {
  const settings: readonly Class[] = settingsOf(definition);
  return [
    [DataType, [...(definition.types ?? []), ...settings]],
    [Settings, settings],
    [TypeExtension, definition.extensions ?? []],
    [Dependent, definition.dependents ?? []],
    [Method, definition.methods ?? []],
    [RecordListener, definition.listeners ?? []],
    [Job, definition.jobs ?? []],
    [Daemon, definition.daemons ?? []],
    [Command, definition.commands ?? []],
    [BlobOwner, definition.blobOwners ?? []],
    [Installer, definition.install ? [definition.install] : []],
    [Demo, definition.demo ? [definition.demo] : []],
    ...(definition.provides ?? []).map(([port, by]) => [port, [by]] as const),
  ];
}

/** The classes of a module's settings: none, one or several. */
export function settingsOf({ settings = [] }: ModuleDefinition): readonly (new (...parameters: never[]) => Settings)[] {
  return 'prototype' in settings ? [settings] : settings;
}

/** All classes of a module, each once. */
export function classesOf(definition: ModuleDefinition): readonly Class[] {
  const listed = listsOf(definition).flatMap(([, classes]) => classes);
  return [...new Set([...(definition.services ?? []), ...listed])];
}

/** Binds the lists of a module: each class once as itself, and again under the kind of its list. */
export function bindModule(id: string, definition: ModuleDefinition, contributions: Contributions): ContainerModule {
  return new ContainerModule(({ bind, onActivation }) => {
    for (const type of classesOf(definition)) {
      bind(type as Newable<object>)
        .toSelf()
        .inSingletonScope();
      contributions.own(type, id);
    }
    for (const settings of settingsOf(definition)) {
      onActivation(settings as unknown as Newable<Settings>, (context, made) => {
        made.attach(id, {
          database: context.get(Database),
          records: context.get(Records),
          secretKey: context.get(SecretKey),
        });
        return made;
      });
    }
    for (const [kind, classes] of listsOf(definition)) {
      for (const type of classes) bind(kind as never).toService(type);
    }
  });
}
