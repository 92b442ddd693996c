import type { Entity } from 'extjs-types';
import type { Tone } from '../cells';

/** Permission → principals that have it. */
export type Grants = Record<string, Record<string, true>>;

/** A module as the host describes it; see core/module/module.type.ts. */
export interface Module extends Entity {
  name: string;
  title: string;
  description: string;
  state: 'absent' | 'installed' | 'enabled' | 'disabled' | 'deleting' | 'failed';
  error: string | null;
  version: string | null;
  installedVersion: string;
  requires: string[];
  requiredBy: string[];
  permissions: Record<string, string>;
  grants: Grants;
}

declare module 'extjs-types' {
  interface DataTypes {
    Module: Module;
  }
}

export const STATES: Readonly<Record<Module['state'], Tone>> = {
  enabled: 'green',
  disabled: 'amber',
  absent: 'neutral',
  failed: 'red',
  installed: 'accent',
  deleting: 'accent',
};
