import { readFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { join } from 'node:path';
import { installPackages } from './packages.mjs';
import { prepare, root } from './prepare.mjs';

// `npm run bench`: the bench is made of the sources, as the tests are; they are compiled when they are read. What a
// browser loads, and what runs as a process of its own, is that which has been built.
if (['--browser', '--migration'].some((option) => process.argv.includes(option))) await prepare();
else installPackages(root);
const require = createRequire(import.meta.url);
const { transformSync } = require('@swc/core');
const [, options] = require(join(root, 'jest.config.cjs')).transform['\\.[jt]s$'];
Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename, sourceMaps: 'inline' });
  module._compile(code, filename);
};
const { main } = require(join(root, 'core', 'testing', 'bench', 'main.ts'));
await main();
