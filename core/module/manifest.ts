import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../paths';
import { Problem } from '../problem';
import { ADMINISTER } from '../settings/permission';

const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and dashes');

const Counted = z.strictObject({
  type: z.string().max(60).describe('Type of the objects'),
  filter: z.record(z.string(), z.unknown()).describe('Which of them, as its /query takes it'),
  title: z.string().min(1).max(60).describe('What they are, in a word such as Unread'),
});

const Panel = z.strictObject({
  id: id.describe('Name of the panel, also the first word of its address (#support/12)'),
  slot: z
    .enum(['main', 'settings', 'account', 'menu', 'create', 'detail', 'portlet'])
    .describe('Where the shell shows it'),
  title: z.string().min(1).max(60),
  icon: z.string().max(60).optional().describe('Name of an icon of the shell'),
  permission: z
    .string()
    .optional()
    .describe(
      `Permission of this module that a user needs to see the panel, or ${ADMINISTER} for whoever administers the host`,
    ),
  shows: z
    .string()
    .max(60)
    .optional()
    .describe(
      'Type whose objects it shows, each at #<panel>/<id of the object>, under System settings in its dialog; of the slot create: that it makes',
    ),
  only: z
    .record(z.string(), z.string())
    .optional()
    .describe('Property → value that an object must have for this panel to be the one that shows it'),
  order: z.number().int().default(0).describe('Place among the panels of its slot, the lowest first'),
  counts: Counted.optional().describe('Objects whose number stands beside its title, for a panel of the slot main'),
  entry: z.string().optional().describe('Browser code of this panel alone, when it is not in that of the others'),
});

/** What must be known of a module without running its code. An unknown key is an error. */
export const Manifest = z.strictObject({
  $schema: z.string().optional(),
  id: id.describe('Equal to the name of the folder; never changes'),
  version: z.string().regex(/^\d+\.\d+\.\d+/, 'must be a version such as 1.0.0'),
  title: z.string().min(1).max(60),
  description: z.string().max(400).default(''),
  icon: z.string().max(60).optional(),
  core: z.string().optional().describe('Versions of the host it works with, as a semver range'),
  requires: z.array(id).default([]).describe('Modules that must run; started first'),
  uses: z.array(id).default([]).describe('Modules that are started first when present'),
  permissions: z
    .record(z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'must be one camelCase word'), z.string().max(120))
    .default({})
    .describe('Permission → what it allows'),
  isOffered: z
    .boolean()
    .optional()
    .describe('The first start of a new installation leaves it to administrators whether they want it'),
  ui: z
    .strictObject({
      entry: z.string().describe('Browser code, from the folder of the module'),
      panels: z.array(Panel).default([]),
    })
    .optional(),
});

export type ModuleManifest = z.infer<typeof Manifest>;
/** Objects whose number stands beside the title of a panel. */
export type Counted = z.infer<typeof Counted>;

/**
 * Reads a module.json.
 * @param folder what its id must be, for a module whose folder bears its name
 * @throws Problem naming the file and, of everything that is wrong, the key
 */
export function readManifest(file: string, folder?: string): ModuleManifest {
  const name = file.startsWith(projectRoot) ? relative(projectRoot, file) : file;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Problem(`${name} is not valid JSON: ${(error as Error).message}`);
  }
  const result = Manifest.safeParse(json);
  const problems = result.success ? faultsOf(result.data, dirname(file), folder) : result.error.issues.flatMap(inWords);
  if (!result.success || problems.length > 0) throw new Problem(`${name}: ${problems.join('; ')}`);
  return result.data;
}

/** What the shape alone does not say. */
function faultsOf(manifest: ModuleManifest, place: string, folder: string | undefined): string[] {
  const { id, permissions, ui } = manifest;
  const isMisplaced = folder !== undefined && id !== folder;
  const unknown = (ui?.panels ?? []).flatMap(({ id: panel, permission }) =>
    permission === undefined || permission === ADMINISTER || Object.hasOwn(permissions, permission)
      ? []
      : [`panel "${panel}" needs the permission "${permission}", which is not declared`],
  );
  const missing = entriesOf(manifest).filter(([, entry]) => !existsSync(join(place, entry)));
  return [
    ...(isMisplaced ? [`"id" is "${id}" but the folder is called "${folder}"`] : []),
    ...unknown,
    ...missing.map(([key, entry]) => `"${key}" names ${entry}, which does not exist`),
  ];
}

function inWords(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `unknown key "${[...issue.path, key].join('.')}"`);
  return [`"${issue.path.join('.')}" ${issue.message}`];
}

/** All browser code that the manifest names, each with the key that does. */
function entriesOf({ ui }: ModuleManifest): [key: string, entry: string][] {
  if (!ui) return [];
  const own = ui.panels.map(({ entry }, index) => [`ui.panels.${String(index)}.entry`, entry] as const);
  return [
    ['ui.entry', ui.entry],
    ...own.flatMap(([key, entry]) => (entry === undefined ? [] : ([[key, entry]] as [string, string][]))),
  ];
}

/** JSON Schema of module.json, published in docs/module.schema.json. */
export function manifestSchema(): object {
  return {
    $id: 'module.schema.json',
    title: 'module.json of Groupware Support',
    ...z.toJSONSchema(Manifest, { io: 'input' }),
  };
}
