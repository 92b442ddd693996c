import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { scratchFolder } from './scratch-folder.mjs';
import { provideServers } from './test-servers.mjs';

// `npm test`: prepares, provides the servers, then runs jest with the given arguments. The result as JSON is left in
// .cache/test-results.json.
await prepare();
const scratch = scratchFolder();
const servers = await provideServers(scratch);
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const results = ['--json', `--outputFile=${join(root, '.cache', 'test-results.json')}`];
const child = spawn(process.execPath, [jest, ...results, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, TMPDIR: scratch.path, ...servers.environment },
});
// Ctrl-C reaches jest as well; it ends first, then we tidy up.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
const code = await new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
await servers.stop();
scratch.remove();
process.exit(code);
