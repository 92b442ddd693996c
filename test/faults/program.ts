import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../core/testing/eventually';

/** The built program of this tree. */
const MAIN = join(__dirname, '../../dist/core/main.js');

/** Environment of the program: what a system has anyway, and what the test says; nothing of who runs the test. */
type Settings = Readonly<Record<string, string>>;

/** The real program as its own process, started as people start it and killed as machines do it. */
export class Program {
  private output = '';
  private errors = '';
  private readonly child: ChildProcess;
  /** How the process ended: exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;

  constructor(settings: Settings, args: readonly string[] = [], main = MAIN) {
    if (!existsSync(main)) throw new Error(`${main} is missing: npm run build makes it`);
    const { PATH = '', HOME = '', TZ = '' } = process.env;
    this.child = spawn(process.execPath, [main, ...args], {
      env: { PATH, HOME, ...(TZ === '' ? {} : { TZ }), ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.output += chunk.toString();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.errors += chunk.toString();
    });
    const kill = (): void => {
      this.kill();
    };
    process.once('exit', kill);
    this.ended = new Promise((resolve) => {
      // 'close' comes after the last byte of both streams.
      this.child.once('close', (code, signal) => {
        process.off('exit', kill);
        resolve(signal ?? code ?? -1);
      });
    });
  }

  /** Resolves when it says that it is ready. @throws Error with all it said when it ended before */
  async ready(seconds = 60): Promise<this> {
    await eventually(
      'the program to be ready',
      () => {
        if (this.output.includes('is ready: ')) return Promise.resolve(true);
        if (!this.isRunning) throw new Error(`The program ended:\n${this.output}${this.errors}`);
        return Promise.resolve(false);
      },
      seconds,
    );
    return this;
  }

  /** Waits for its end. @returns exit code or signal */
  async end(seconds = 60): Promise<number | string> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.kill();
        reject(new Error(`The program did not end within ${String(seconds)} s:\n${this.output}${this.errors}`));
      }, seconds * 1000);
    });
    return Promise.race([this.ended, tooLate]).finally(() => {
      clearTimeout(timer);
    });
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** What it printed for people. */
  get printed(): string {
    return this.output;
  }

  /** What it wrote to standard error: the log as JSON lines, and why it ended. */
  get complained(): string {
    return this.errors;
  }

  /** What it wrote to standard error and is no log line of a warning or less: errors, and words of its end. */
  mistakes(): string[] {
    return this.errors.split('\n').filter((line) => line !== '' && !/^\{"level":(10|20|30|40),/.test(line));
  }

  /** As a power switch does it. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Has it stand still where it is. */
  halt(): void {
    this.child.kill('SIGSTOP');
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }

  /** As an administrator does it. */
  async stop(): Promise<number | string> {
    this.child.kill('SIGTERM');
    return this.end();
  }
}
