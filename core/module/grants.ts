import { inject, injectable } from 'inversify';
import type { Context } from '../auth/context';
import { Directory } from '../auth/directory.service';
import { SetError } from '../jmap/errors';
import { idOf } from '../jmap/property';
import { Records } from '../jmap/records';
import type { ModuleManifest } from './manifest';

/** Wire value of grants, `{ "use": { "12": true } }` → permission → principal ids. */
export function parseGrants(value: unknown): { value: ReadonlyMap<string, readonly number[]> } | { fault: string } {
  const fault = { fault: 'must map permissions to sets of principal ids' };
  if (!isObject(value)) return fault;
  const grants = new Map<string, number[]>();
  for (const [permission, set] of Object.entries(value)) {
    if (!isObject(set) || Object.values(set).some((flag) => flag !== true)) return fault;
    const ids = Object.keys(set).map(idOf);
    const wrong = ids.indexOf(null);
    if (wrong >= 0) return { fault: `names "${Object.keys(set)[wrong]?.slice(0, 40) ?? ''}", who does not exist` };
    grants.set(permission, ids as number[]);
  }
  return { value: grants };
}

/** Finds the groups behind the principals that get permissions: the caller must see them. */
@injectable()
export class GrantedPrincipals {
  constructor(
    @inject(Directory) private readonly directory: Directory,
    @inject(Records) private readonly records: Records,
  ) {}

  /** @throws SetError for a permission that the module does not have, and for whom the caller cannot see */
  async groups(
    manifest: ModuleManifest | undefined,
    grants: ReadonlyMap<string, readonly number[]>,
    context: Context,
  ): Promise<Map<string, number[]>> {
    const seen = await this.records.visibleIds('Principal', [...new Set([...grants.values()].flat())], context);
    const groups = new Map<string, number[]>();
    for (const [permission, principals] of grants) {
      if (!Object.hasOwn(manifest?.permissions ?? {}, permission))
        throw SetError.invalid('grants', `names "${permission.slice(0, 40)}", which is no permission of the module`);
      const found: number[] = [];
      for (const id of principals) {
        const group = seen.has(id) ? await this.directory.groupOfPrincipal(id) : null;
        if (group === null) throw SetError.invalid('grants', `names "${String(id)}", who is no user or group`);
        found.push(group);
      }
      groups.set(permission, found);
    }
    return groups;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
