import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../core/paths';
import { rfc8620 } from './clauses/rfc8620';
import { rfc9404 } from './clauses/rfc9404';
import { rfc9670 } from './clauses/rfc9670';

const CALLS = /^(test|it)(\.each)?$/;

/** Titles of the tests in the tests' sources; one that is skipped is none. */
function titles(): Set<string> {
  const found = new Set<string>();
  const folder = join(projectRoot, 'test');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.test.ts')) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const [title] = node.arguments;
        if (title && ts.isStringLiteralLike(title) && CALLS.test(nameOf(node.expression))) found.add(title.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest));
  }
  return found;
}

/** `test`, and `test.each` for `test.each([…])`. */
function nameOf(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression)) return `${nameOf(expression.expression)}.${expression.name.text}`;
  if (ts.isCallExpression(expression)) return nameOf(expression.expression);
  return '';
}

describe.each([
  ['RFC 8620', rfc8620],
  ['RFC 9404', rfc9404],
  ['RFC 9670', rfc9670],
])('%s', (_name, clauses) => {
  const known = titles();

  test('every clause that applies names a test that exists, and every other one says why not', () => {
    const faults = clauses.flatMap(({ section, text, tests = [], not }) => {
      const clause = `§${section} ${text}`;
      if (not !== undefined) return not.trim() === '' ? [`${clause}: does not say why not`] : [];
      if (tests.length === 0) return [`${clause}: has no test`];
      return tests.filter((title) => !known.has(title)).map((title) => `${clause}: there is no test "${title}"`);
    });
    expect(faults).toEqual([]);
  });

  test('no clause stands twice', () => {
    const all = clauses.map(({ section, text }) => `${section} ${text}`);
    expect(all.length).toBe(new Set(all).size);
  });
});
