import { createRequire } from 'node:module';

/** Loads compiled modules and migrations by path. `require`, because `import()` would wrap what is CommonJS. */
export const requireFile: (path: string) => unknown = createRequire(__filename);
