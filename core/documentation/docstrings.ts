import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files whose classes the API's documentation speaks of. */
const SOURCES = /\b(type|extension|methods?|settings)\.ts$/;
const CLASS = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*(?:@\w+\([^)]*\)\s*)*export (?:abstract )?class (\w+)/g;

/** First paragraph of the comment above each class of the given folders, by class name. */
export function docstrings(folders: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!SOURCES.test(file) || file.includes('node_modules')) continue;
      for (const [, comment = '', name = ''] of readFileSync(join(folder, file), 'utf8').matchAll(CLASS)) {
        found.set(name, firstParagraph(comment));
      }
    }
  }
  return found;
}

function firstParagraph(comment: string): string {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trim());
  const [paragraph = ''] = lines
    .join('\n')
    .trim()
    .split(/\n\s*\n|\n@/);
  return paragraph.replaceAll('\n', ' ').replace(/\{@link (?:\w+\.)?(\w+)\}/g, '`$1`');
}
