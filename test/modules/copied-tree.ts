import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../core/paths';

/** What the tree is made of; not what was installed, built or stored in it. */
const PARTS = [
  ...['core', 'modules', 'migrations', 'scripts', 'test', 'docs'],
  ...['package.json', 'package-lock.json', 'module.json', 'tsconfig.json', 'tsconfig.build.json', 'knip.json'],
  ...['biome.json', 'eslint.config.mjs', '.dependency-cruiser.cjs', 'jest.config.cjs', '.gitignore'],
  ...['README.md', 'CONTRIBUTING.md'],
];

/** How a command of the tree ended, and what it said. */
export interface Ended {
  readonly code: number;
  readonly said: string;
}

/** A copy of this tree, in which a module can be made as a developer makes one. */
export class CopiedTree {
  readonly root = mkdtempSync(join(tmpdir(), 'groupware-tree-'));

  constructor() {
    for (const part of PARTS) cpSync(join(projectRoot, part), join(this.root, part), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules'), join(this.root, 'node_modules'), 'dir');
  }

  at(path: string): string {
    return join(this.root, path);
  }

  has(path: string): boolean {
    return existsSync(this.at(path));
  }

  read(path: string): string {
    return readFileSync(this.at(path), 'utf8');
  }

  /** Runs one of its scripts, or of its packages', in Node.js. */
  run(script: string, ...args: readonly string[]): Promise<Ended> {
    const child = spawn(process.execPath, [script, ...args], { cwd: this.root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    return new Promise((resolve) => {
      child.once('close', (code) => {
        resolve({ code: code ?? -1, said });
      });
    });
  }

  /** @throws Error with all it said when it fails */
  async must(script: string, ...args: readonly string[]): Promise<string> {
    const { code, said } = await this.run(script, ...args);
    if (code !== 0) throw new Error(`${script} ${args.join(' ')} ended with ${String(code)}:\n${said}`);
    return said;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
