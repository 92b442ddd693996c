// Builds the browser half: the shell and one entry per module with panels, into dist/ui, compressed beside each file, and says what it weighs.
// Usage: node scripts/build-ui.mjs [--development]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const mode = process.argv.includes('--development') ? 'development' : 'production';
await build({ configFile: join(root, 'core/ui/vite.config.mts'), mode });

// Compressed once here rather than at each request.
const folder = join(root, 'dist/ui');
for (const file of readdirSync(folder).filter((name) => /\.(?:js|css|svg|html)$/.test(name))) {
  const bytes = readFileSync(join(folder, file));
  writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  writeFileSync(join(folder, `${file}.br`), brotliCompressSync(bytes));
}

const manifest = JSON.parse(readFileSync(join(root, 'dist/ui/manifest.json'), 'utf8'));
const gzipped = (file) => gzipSync(readFileSync(join(root, 'dist/ui', file)), { level: 6 }).length;
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);

/** Files that load when the key is loaded: itself, its static imports, theirs, and their styles. */
function loaded(key, files = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined || files.has(chunk.file)) return files;
  files.add(chunk.file);
  for (const file of chunk.css ?? []) files.add(file);
  for (const other of chunk.imports ?? []) loaded(other, files);
  return files;
}

const sum = (files) => [...files].reduce((total, file) => total + gzipped(file), 0);
const styles = Object.values(manifest).flatMap(({ file }) => (file.endsWith('.css') ? [file] : []));
const shell = loaded('core/ui/shell/main.ts', new Set(styles));
console.log(`${kB(sum(shell))}  gzip, shell with styles`);
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isEntry || key === 'core/ui/shell/main.ts') continue;
  const own = [...loaded(key)].filter((file) => !shell.has(file));
  console.log(`${kB(sum(own))}  gzip, ${chunk.name} on top of it (before what it loads when it is drawn)`);
}
