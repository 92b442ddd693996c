import { join } from 'node:path';
import { Container, type ContainerModule } from 'inversify';
import core from '../core';
import { migrate } from '../database/migrate';
import { blobColumnsOf } from '../files/blob-columns';
import { DataType, TypeExtension } from '../jmap/data-type';
import { Types } from '../jmap/types';
import { Job } from '../jobs/job';
import { projectRoot } from '../paths';
import { Problem, textOf } from '../problem';
import type { Settings } from '../settings/settings';
import { bindModule, classesOf, settingsOf } from './bind';
import type { ModuleDefinition } from './contract';
import { Contributions } from './contributions';
import { type Found, load, order } from './discovery';
import type { Ground } from './ground';
import { Host } from './host';
import { readManifest } from './manifest';
import type { Contributed, ModuleState, Wanted } from './module-state.entity';
import { fingerprint, ModuleStates } from './module-states.service';
import { Modules } from './modules';
import { Program } from './program';
import { Purges } from './purges.service';
import { Removal } from './removal.service';

/**
 * Makes a host of the modules that are wanted now: discover → check → order → migrate → bind → install. A module that
 * cannot start is marked failed, the rest goes on. What deleted modules left with others is removed before new ones are
 * installed: one of them may come again, with ids that begin at 1.
 * @param finishes also ends what was begun, first starts and deletions: for one program at a time, see Ground.exclusively
 * @throws Problem when the core itself cannot start
 */
export async function assemble(ground: Ground, program: Program, finishes: boolean): Promise<Host> {
  const found = ground.discover();
  const modules = new Modules(readManifest(join(projectRoot, 'module.json')), found);
  const container = new Container({ defaultScope: 'Singleton' });
  const contributions = new Contributions(container);
  ground.bindTo(container);
  container.bind(Modules).toConstantValue(modules);
  container.bind(Contributions).toConstantValue(contributions);
  container.bind(Program).toConstantValue(program);
  container.load(bindModule('core', core, contributions));
  modules.set('core', 'enabled');
  const host = new Host(ground, container, modules);
  await startCore(host, found, ground.installsAll);
  const states = host.get(ModuleStates);
  if (finishes) await host.get(Removal).finish();
  const rows = await states.all();
  const starting: readonly Wanted[] = finishes ? ['installed', 'enabled'] : ['enabled'];
  for (const { name, wanted } of rows.values()) modules.set(name, wanted === 'deleting' ? 'absent' : wanted);
  const isNew = (id: string): boolean => rows.get(id)?.wanted === 'installed';
  const wanted = found
    .filter(({ id }) => starting.includes(rows.get(id)?.wanted ?? 'absent'))
    .sort((a, b) => Number(isNew(a.id)) - Number(isNew(b.id)));
  const { order: sorted, problems } = order(
    wanted.flatMap(({ manifest, problem }) => (manifest && problem === null ? manifest : [])),
    modules.core.version,
  );
  for (const { id, problem } of found) if (problem !== null) modules.set(id, 'failed', problem);
  for (const [id, problem] of problems) fail(host, id, problem);
  for (const { name, wanted: state } of rows.values()) {
    const isGone = name !== 'core' && !found.some(({ id }) => id === name);
    if (isGone && state !== 'absent') fail(host, name, `Module ${name} is ${state}, but its folder is gone`);
  }
  let hasPurged = !finishes;
  const purgeOnce = async (): Promise<void> => {
    if (!hasPurged) await purge(host);
    hasPurged = true;
  };
  for (const { id } of sorted) {
    const module = found.find((candidate) => candidate.id === id);
    const row = rows.get(id);
    if (isNew(id)) await purgeOnce();
    if (module && row) await start(host, container, module, row);
  }
  await purgeOnce();
  await host.recordErrors();
  modules.fingerprint = fingerprint((await states.all()).values());
  return host;
}

/** Lets the modules that run forget what went with others. One that cannot says so, and is asked again next time. */
async function purge(host: Host): Promise<void> {
  // The core last: what is found of a comment goes with the comment.
  for (const { id } of [...host.modules.running()].reverse()) {
    try {
      await host.get(Purges).run(id);
    } catch (error) {
      const problem = `What ${id} keeps about objects of a deleted module cannot be removed: ${textOf(error)}`;
      host.modules.set(id, 'enabled', problem);
      host.ground.log.error({ module: id, err: error }, problem);
    }
  }
}

/**
 * The first start of all makes people and groups, and the wish to install what came with the program.
 * @param installsAll also what is only offered
 */
async function startCore(host: Host, found: readonly Found[], installsAll: boolean): Promise<void> {
  const states = host.get(ModuleStates);
  const { version } = host.modules.core;
  await host.database.transaction(async () => {
    for (const settings of settingsOf(core)) await host.get<Settings>(settings).prepare();
    const isFirstStart = !(await states.all()).has('core');
    if (isFirstStart) {
      if (core.install) await host.get(core.install).install();
      await states.add('core', 'enabled');
    }
    await states.set('core', { installedVersion: version, contributes: contributedBy(host, 'core', core) });
    await states.record(
      found,
      ({ origin, manifest }) => isFirstStart && origin === 'bundled' && (installsAll || manifest?.isOffered !== true),
    );
  });
}

async function start(host: Host, container: Container, module: Found, row: ModuleState): Promise<void> {
  const { ground, modules } = host;
  const { id } = module;
  const missing = modules.get(id)?.requires.find((required) => !modules.isRunning(required));
  if (missing !== undefined) {
    fail(host, id, `Module ${id} requires ${missing}, which is not running`);
    return;
  }
  const begun = ground.clock.monotonic();
  let bound: ContainerModule | undefined;
  const types = host.get(Types);
  try {
    const definition = load(module);
    await ground.connections.know(definition.entities ?? []);
    await migrate(ground.connections, id, module.migrations, ground.clock.now());
    bound = bindModule(id, definition, host.get(Contributions));
    container.load(bound);
    types.forget();
    tryOut(host, definition);
    await needOwnTypes(host, id, definition);
    modules.set(id, 'enabled');
    for (const settings of settingsOf(definition)) await host.get<Settings>(settings).prepare();
    await settle(host, row, definition);
  } catch (error) {
    if (bound) container.unload(bound);
    types.forget();
    // A Problem is a sentence that names its culprit already.
    fail(host, id, error instanceof Problem ? error.message : `Module ${id} cannot start: ${textOf(error)}`);
    return;
  }
  const duration = Math.round(ground.clock.monotonic() - begun);
  if (duration > 1000) ground.log.warn({ module: id, duration }, `Module ${id} took ${String(duration)} ms to start`);
}

/** Makes everything of the module once: what fails now would otherwise fail in the middle of a request. */
function tryOut(host: Host, definition: ModuleDefinition): void {
  for (const type of classesOf(definition)) host.get(type);
  const types = host.get(Types);
  const touched = [
    ...host.all(DataType).map(({ name }) => name),
    ...host.all(TypeExtension).map(({ extends: name }) => name),
  ];
  for (const name of new Set(touched)) if (types.names().includes(name)) types.get(name);
}

/**
 * What is kept about objects is kept by the name of their type: comments, links, files.
 * @throws Problem when another module that is there has a type of this module, or has yet to forget a former one
 */
async function needOwnTypes(host: Host, id: string, definition: ModuleDefinition): Promise<void> {
  const states = await host.get(ModuleStates).all();
  const { types } = contributedBy(host, id, definition);
  for (const { name, contributes } of states.values()) {
    const taken = name === id ? undefined : contributes.types.find((type) => types.includes(type));
    if (taken !== undefined) throw new Problem(`Module ${id} has the type ${taken}, as module ${name} has`);
  }
  if (states.get(id)?.wanted !== 'installed') return;
  const running = host.modules.running().map((manifest) => manifest.id);
  const left = await host.get(Purges).unfinished(running, types);
  if (left) throw new Problem(`Module ${left.module} still keeps what belonged to the former ${left.type} of ${id}`);
}

/** Notes what runs. The installer of a first start and the note that it ran are one transaction. */
async function settle(host: Host, row: ModuleState, definition: ModuleDefinition): Promise<void> {
  const { name, wanted, installation } = row;
  const installedVersion = host.modules.get(name)?.version ?? '';
  const contributes = contributedBy(host, name, definition);
  const isUpToDate =
    wanted === 'enabled' &&
    row.installedVersion === installedVersion &&
    JSON.stringify(row.contributes) === JSON.stringify(contributes);
  if (isUpToDate) return;
  const states = host.get(ModuleStates);
  await host.database.transaction(async () => {
    // Read again: of two nodes that start at once, one installs.
    const isFirst = (await states.named(name)).wanted === 'installed';
    if (isFirst && definition.install) await host.get(definition.install).install();
    const first = isFirst ? { wanted: 'enabled' as const, installation: installation + 1 } : {};
    await states.set(name, { ...first, installedVersion, contributes });
  });
}

function contributedBy(host: Host, id: string, { entities = [] }: ModuleDefinition): Contributed {
  const contributions = host.get(Contributions);
  const own = <T extends object>(all: readonly T[]): readonly T[] =>
    all.filter((contribution) => contributions.moduleOf(contribution) === id);
  return {
    types: own(host.all(DataType)).map(({ name }) => name),
    jobs: own(host.all(Job)).map((job) => job.id),
    blobs: blobColumnsOf(entities),
  };
}

function fail(host: Host, id: string, error: string): void {
  host.modules.set(id, 'failed', error);
  host.ground.log.error({ module: id }, error);
}
