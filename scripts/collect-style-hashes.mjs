// Writes core/ui/csp.json anew: which inline styles the components use (by hash), found by a walk through every
// screen of test/ui in a real Chromium. Run it when those tests report a style that the policy refuses.
// Usage: node scripts/collect-style-hashes.mjs
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const jest = join(root, 'node_modules/jest/bin/jest.js');
const env = { ...process.env, COLLECT_STYLE_HASHES: '1' };
const result = spawnSync(process.execPath, [jest, 'test/ui/browser', '--silent'], { cwd: root, env, stdio: 'inherit' });
const { styleHashes } = JSON.parse(readFileSync(join(root, 'core/ui/csp.json'), 'utf8'));
console.log(`${styleHashes.length} hashes in core/ui/csp.json`);
process.exitCode = result.status ?? 1;
