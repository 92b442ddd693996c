import type { Configuration } from '../config/config';
import { Lifecycle } from '../module/lifecycle.service';
import { ModuleStates } from '../module/module-states.service';
import { RunningHost } from '../module/running-host';
import { Problem } from '../problem';
import { PinoLog } from './pino-log';

/** Runs short work on the modules, beside a running program or without one; that program follows within seconds. */
export async function withModules<T>(
  configuration: Configuration,
  work: (running: RunningHost) => Promise<T>,
): Promise<T> {
  // What is wrong is told once, in the terminal, by the command itself.
  const running = await RunningHost.start({ configuration, log: new PinoLog('silent'), isGuest: true });
  try {
    return await work(running);
  } finally {
    await running.stop();
  }
}

/** One line for each module: name, state, version, title, and why it does not run. */
export async function listModules({ host }: RunningHost): Promise<string[]> {
  const rows = [...(await host.get(ModuleStates).all()).values()].sort((a, b) => a.name.localeCompare(b.name));
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(({ name, wanted, error }) => {
    const manifest = host.modules.get(name);
    const state = error === null ? wanted : 'failed';
    const words = [name.padEnd(width), state.padEnd(10), (manifest?.version ?? '').padEnd(10), manifest?.title ?? ''];
    return words.join(' ').trimEnd() + (error === null ? '' : `\n    ${error}`);
  });
}

/** Everything that is wrong with the modules that were found, all at once. */
export function problemsOf({ host }: RunningHost): string[] {
  return host.modules.status().flatMap(({ error }) => error ?? []);
}

/** @throws Problem unless the name was typed again */
export async function deleteModule(
  { host }: RunningHost,
  name: string,
  options: { readonly confirm?: string; readonly archive: boolean },
): Promise<string | null> {
  if (options.confirm !== name) throw new Problem(`All data of ${name} goes. To confirm, add --confirm ${name}`);
  return host.get(Lifecycle).delete(name, { archive: options.archive });
}
