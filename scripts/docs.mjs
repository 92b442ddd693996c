import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

// `npm run docs`: builds, and writes docs/api.md from what the modules declare.
await prepare();
const text = execFileSync(process.execPath, [join(root, 'dist', 'core', 'main.js'), 'api-docs'], { encoding: 'utf8' });
writeFileSync(join(root, 'docs', 'api.md'), text);
console.log('docs/api.md is written.');
