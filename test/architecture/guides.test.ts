import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../core/paths';

/** What a page that is read in a hurry may cost. */
const LARGEST_PICTURE = 150_000;

describe('the guides', () => {
  const docs = join(projectRoot, 'docs');
  const pages = [
    join(projectRoot, 'README.md'),
    ...readdirSync(docs)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(docs, name)),
  ];

  test('every picture and page that a guide points to is there, and no picture is large', () => {
    const faults = pages.flatMap((page) => {
      const targets = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => to);
      return targets
        .filter((to) => !/^[a-z]+:/.test(to))
        .map((to) => join(dirname(page), to))
        .flatMap((file) => {
          if (!existsSync(file)) return [`${page}: ${file} is not there`];
          const isLarge = file.endsWith('.png') && statSync(file).size > LARGEST_PICTURE;
          return isLarge ? [`${page}: ${file} is larger than ${String(LARGEST_PICTURE)} bytes`] : [];
        });
    });
    expect(faults).toEqual([]);
  });

  test('every picture is shown somewhere', () => {
    const all = pages.map((page) => readFileSync(page, 'utf8')).join('\n');
    expect(readdirSync(join(docs, 'images')).filter((name) => !all.includes(`images/${name}`))).toEqual([]);
  });
});
