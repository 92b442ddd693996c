import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../auth/context';
import { projectRoot } from '../paths';
import { ADMINISTER } from '../settings/permission';
import type { Found, Origin } from './discovery';
import type { Counted, ModuleManifest } from './manifest';

/** What is known of a module now. `failed` comes with the error. */
export interface ModuleStatus {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  state: 'absent' | 'installed' | 'enabled' | 'disabled' | 'failed';
  error?: string;
}

/** A panel of the session, as far as it is said in words; it has more than that. */
export interface PanelEntry {
  readonly module: string;
  readonly title: string;
  readonly counts: Counted | null;
  /** Property → value that an object of the type that it shows must have to be shown by this panel. */
  readonly only: Readonly<Record<string, string>>;
}

/** The modules of this host and their states. */
export class Modules {
  /** Of the enabled modules with their installations; see {@link ModuleStates}. */
  fingerprint = '';
  private readonly manifests = new Map<string, ModuleManifest>();
  private readonly statuses = new Map<string, ModuleStatus>();
  private built: ReadonlyMap<string, string> | undefined;

  constructor(
    readonly core: ModuleManifest,
    readonly found: readonly Found[],
  ) {
    this.add(core);
    for (const { manifest } of found) if (manifest) this.add(manifest);
  }

  set(id: string, state: ModuleStatus['state'], error?: string): void {
    const status = this.statuses.get(id) ?? { id, title: id, version: '', state };
    const manifest = this.manifests.get(id);
    if (manifest && state === 'enabled') {
      // In the order in which they start: what others build on comes first.
      this.manifests.delete(id);
      this.manifests.set(id, manifest);
    }
    this.statuses.set(id, { ...status, state, ...(error === undefined ? {} : { error }) });
  }

  /** A module whose manifest could be read. */
  add(manifest: ModuleManifest): void {
    this.manifests.set(manifest.id, manifest);
    const { id, title, version } = manifest;
    this.statuses.set(id, { id, title, version, state: 'absent' });
  }

  status(): readonly ModuleStatus[] {
    return [...this.statuses.values()];
  }

  get(id: string): ModuleManifest | undefined {
    return this.manifests.get(id);
  }

  /** Where the module comes from; the core comes with the program. */
  originOf(id: string): Origin | null {
    return id === 'core' ? 'bundled' : (this.found.find((module) => module.id === id)?.origin ?? null);
  }

  isRunning(id: string): boolean {
    return this.statuses.get(id)?.state === 'enabled';
  }

  /** Manifests of the modules that run, the core included. */
  running(): readonly ModuleManifest[] {
    return [...this.manifests.values()].filter((manifest) => this.isRunning(manifest.id));
  }

  /** All permissions of the running modules, as `module:name`. */
  permissions(): string[] {
    return this.running().flatMap(({ id, permissions }) => Object.keys(permissions).map((name) => `${id}:${name}`));
  }

  /** The panels that this user may see, with the address of the code that draws them. */
  panelsFor(context: Context): (Record<string, unknown> & PanelEntry)[] {
    const panels = this.running().flatMap(({ id: module, ui, icon }) =>
      (ui?.panels ?? [])
        .filter(
          ({ permission }) =>
            permission === undefined || context.may(permission === ADMINISTER ? ADMINISTER : `${module}:${permission}`),
        )
        .map(({ id, slot, title, icon: own, entry, shows, only, order: place, counts }) => ({
          id,
          module,
          slot,
          title,
          icon: own ?? icon ?? null,
          shows: shows ?? null,
          only: only ?? {},
          order: place,
          counts: counts ?? null,
          url: this.addressOf(module, entry ?? ui?.entry ?? ''),
        })),
    );
    return panels.sort((one, other) => one.order - other.order);
  }

  /** Address of the browser code that draws the panels of a module, or null when it has none. */
  entryOf(module: string): string | null {
    const entry = this.get(module)?.ui?.entry;
    return entry === undefined ? null : this.addressOf(module, entry);
  }

  /** Address of the browser code built from this source, or null when it was not built. */
  bundle(source: string): string | null {
    return this.bundles().get(source) ?? null;
  }

  /** What is bundled was built under another name; modules from elsewhere bring what they built themselves. */
  private addressOf(module: string, entry: string): string | null {
    if (this.originOf(module) !== 'bundled') return `/ui/modules/${module}/${entry.replace(/^ui\//, '')}`;
    return this.bundle(`${module === 'core' ? '' : `modules/${module}/`}${entry}`);
  }

  /** Source → address of the built browser code, from the bundler's manifest; read once, for every request asks. */
  private bundles(): ReadonlyMap<string, string> {
    this.built ??= this.readBundles();
    return this.built ?? new Map();
  }

  private readBundles(): ReadonlyMap<string, string> | undefined {
    const file = join(projectRoot, 'dist/ui/manifest.json');
    if (!existsSync(file)) return undefined;
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { file: string }>;
    return new Map(
      Object.entries(manifest).map(([source, { file: built }]) => [source.replace(/^(\.\.\/)+/, ''), `/ui/${built}`]),
    );
  }
}
