import { basename, dirname, resolve } from 'node:path';

/** Where the running code lies: the project itself under jest, `dist/` in production. */
export const codeRoot = resolve(__dirname, '..');

/** Where package.json, the manifests and the built UI are found. */
export const projectRoot = basename(codeRoot) === 'dist' ? dirname(codeRoot) : codeRoot;
