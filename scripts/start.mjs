import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

// `npm start`: prepares, then becomes the program, so that arguments and signals reach it without a middleman.
await prepare();
const program = join(root, 'dist', 'core', 'main.js');
process.argv[1] = program;
await import(pathToFileURL(program).href);
