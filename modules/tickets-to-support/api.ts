/** What other modules may use: the port of a system whose tickets can be brought here, and what is read of it. */

export type * from './source/legacy-files';
export type * from './source/legacy-links';
export type * from './source/legacy-source';
export { type Given, LegacySystem } from './source/legacy-system';
