import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../paths';

/** How a command of the built program went. */
export interface Ran {
  readonly code: number | null;
  readonly said: string;
  /** The most memory that it had at a time, in bytes; null where the system does not tell. */
  readonly peak: number | null;
  /** Seconds that it computed. */
  readonly work: number | null;
}

/** Milliseconds between two looks at how much memory it has. */
const LOOK_EVERY = 100;
/** Ticks of a second in /proc, on every Linux. */
const TICKS = 100;

/** Runs `groupware …` as a process of its own, whose memory is nobody else's. */
export async function run(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ran> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(projectRoot, 'dist', 'core', 'main.js'), ...args], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const cost: { peak: number | null; work: number | null } = { peak: null, work: null };
  const look = (): void => {
    cost.peak = peakOf(child.pid) ?? cost.peak;
    cost.work = workOf(child.pid) ?? cost.work;
  };
  const timer = setInterval(look, LOOK_EVERY);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(timer);
  return { code, said, ...cost };
}

function peakOf(pid = 0): number | null {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(read(`/proc/${String(pid)}/status`))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

function workOf(pid = 0): number | null {
  const fields =
    read(`/proc/${String(pid)}/stat`)
      .split(') ')[1]
      ?.split(' ') ?? [];
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return Number.isNaN(user + system) ? null : (user + system) / TICKS;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
