import { join } from 'node:path';
import { MOST_EXPORTED } from '../export/exports.service';
import type { Filter, TypeExtension } from '../jmap/data-type';
import { METHOD_ERRORS, REQUEST_ERROR, REQUEST_ERRORS, SET_ERRORS } from '../jmap/errors';
import { limits, MOST_DATA_SOURCES, QUERY_LIMIT } from '../jmap/limits';
import { Method } from '../jmap/method';
import { ANY_TYPE, type Property } from '../jmap/property';
import { Session } from '../jmap/session';
import { type DeclaredProperty, type ExtendedType, Types } from '../jmap/types';
import { Contributions } from '../module/contributions';
import type { Host } from '../module/host';
import { projectRoot } from '../paths';
import { docstrings } from './docstrings';
import { code, table } from './markdown';

/** The API of a running host in Markdown: whatever its modules declare, and nothing that they do not. */
export function describeApi(host: Host): string {
  const contributions = host.get(Contributions);
  const types = host.get(Types);
  const said = docstrings([join(projectRoot, 'core'), join(projectRoot, 'modules')]);
  const about = (declaration: object): string => said.get(declaration.constructor.name) ?? '';
  const moduleOf = (declaration: object): string => contributions.moduleOf(declaration);
  const all = [...types.names()].sort().map((name) => types.get(name));
  const sections = [
    INTRODUCTION,
    describeLimits(),
    describeCapabilities(host, all),
    describeErrors(),
    describeMethods(contributions.all(Method), about),
    '## Types\n\nEvery object has an `id`, set by the host.',
    ...all.map((type) => describeType(type, types.capabilityOf(type.type.name), about, moduleOf)),
  ];
  return `${sections.join('\n\n')}\n`;
}

const INTRODUCTION = `# The API

<!-- Made by \`npm run docs\` from what the modules declare. Do not edit: the next run overwrites it. -->

JMAP (RFC 8620) with the types below. The session object is at \`/.well-known/jmap\` and names all addresses. There is one
account. How to sign in, and examples, are in [using-the-api.md](using-the-api.md).`;

function describeLimits(): string {
  const rows = Object.entries({
    ...limits,
    maxDataSources: MOST_DATA_SOURCES,
    'ids in one answer of /query': QUERY_LIMIT,
    'rows of one export': MOST_EXPORTED,
  });
  const upload = 'The largest upload is a setting of the host (`maxUploadSize`), told in the session.';
  return `## Limits\n\n${table(
    ['Limit', 'At most'],
    rows.map(([name, value]) => [code(name), String(value)]),
  )}\n\n${upload}`;
}

function describeCapabilities(host: Host, types: readonly ExtendedType[]): string {
  const registry = host.get(Types);
  const methods = host.all(Method);
  const rows = [...host.get(Session).capabilities()].sort().map((capability) => [
    code(capability),
    types
      .filter(({ type }) => registry.isUsable(type.name, [capability]))
      .map(({ type }) => `[${type.name}](#${type.name.toLowerCase()})`)
      .join(', '),
    methods
      .filter((method) => method.capability === capability)
      .map(({ name }) => code(name))
      .sort()
      .join(', '),
  ]);
  return `## Capabilities\n\nA request names in \`using\` what it uses.\n\n${table(['Capability', 'Types', 'Other methods'], rows)}`;
}

function describeErrors(): string {
  const list = (errors: Readonly<Record<string, string>>, prefix = ''): string =>
    table(
      ['Type', 'When'],
      Object.entries(errors).map(([name, when]) => [code(prefix + name), when]),
    );
  return [
    '## Errors',
    '### The whole request is refused\n\nAn HTTP status of 4xx with problem details (RFC 7807).',
    list(REQUEST_ERRORS, REQUEST_ERROR),
    '### One method call fails\n\nThe other calls of the request go on.',
    list(METHOD_ERRORS),
    '### One object of a /set is refused\n\nThe other objects of the call go on.',
    list(SET_ERRORS),
  ].join('\n\n');
}

function describeMethods(methods: readonly Method[], about: (declaration: object) => string): string {
  const rows = methods.map((method) => [code(method.name), code(method.capability), about(method)]);
  const sorted = rows.sort(([a = ''], [b = '']) => a.localeCompare(b, 'en'));
  return `## Methods that belong to no type below\n\n${table(['Method', 'Capability', 'What it does'], sorted)}`;
}

function describeType(
  extended: ExtendedType,
  capability: string,
  about: (declaration: object) => string,
  moduleOf: (declaration: object) => string,
): string {
  const { type, extensions, properties, filters, sorts, volatileFilters } = extended;
  const by = (extension: TypeExtension | null): string => (extension === null ? '' : code(moduleOf(extension)));
  const methods = type.operations.map((operation) => code(`${type.name}/${operation}`)).join(', ');
  const parts = [
    `### ${type.name}`,
    about(type),
    ...extensions.filter(about).map((extension) => `With module ${code(moduleOf(extension))}: ${about(extension)}`),
    `Capability ${code(capability)}. Methods: ${methods}.${type.singleton === null ? '' : ` There is one object, ${code(type.singleton)}.`}`,
    type.contentsArgument === null ? '' : `Argument of /set: ${code(type.contentsArgument)} (true or false).`,
    table(
      ['Property', 'Kind', 'Value when not given', 'Rules', 'Added by'],
      [...properties].map(([name, { property, extension }]) => [code(name), ...describe(property), by(extension)]),
    ),
  ];
  if (type.operations.includes('query')) {
    const names = [...filters].map(
      ([name, { filter, extension }]) =>
        code(name) +
        comparisons(filter) +
        (volatileFilters.has(name) ? ' (no /queryChanges)' : '') +
        from(by(extension)),
    );
    parts.push(`Filters: ${names.join(', ') || 'none'}.`);
    const sorted = ['`id`', ...[...sorts].map(([name, { extension }]) => code(name) + from(by(extension)))];
    parts.push(`Sorted by: ${sorted.join(', ')}.`);
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The operators of a filter that people can ask by. */
function comparisons({ form }: Filter): string {
  return form ? ` (${form.operators.join(', ')})` : '';
}

function from(module: string): string {
  return module === '' ? '' : ` (${module})`;
}

/** Kind, default and rules of a property, as cells. */
function describe(property: DeclaredProperty['property']): string[] {
  const rules = [
    property.serverSet ? null : property.range,
    property.nullable ? 'may be null' : null,
    property.serverSet ? 'set by the host' : null,
    property.immutable ? 'never changes' : null,
    property.writeOnly ? 'never answered' : null,
    property.agentsOnly ? 'null to those without level read' : null,
  ];
  return [kindOf(property), defaultOf(property), rules.filter((rule) => rule !== null).join('; ')];
}

function kindOf({ kind, refersTo, listsIdsOf }: Property): string {
  if (listsIdsOf !== null) return `ids of ${listsIdsOf}`;
  if (refersTo !== null) return `id of ${refersTo === ANY_TYPE ? 'any type' : refersTo}`;
  return kind;
}

function defaultOf(property: Property): string {
  if (property.serverSet) return '';
  return property.required ? 'required' : code(JSON.stringify(property.default));
}
