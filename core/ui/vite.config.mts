import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { browserCode, DOORS } from '../../scripts/browser-code.mjs';

const root = resolve(import.meta.dirname, '../..');

/** Entry files of the core and of each module that brings its own panels, relative to the root. */
function panelEntries(): string[] {
  const folders = existsSync(join(root, 'modules')) ? readdirSync(join(root, 'modules')) : [];
  return ['', ...folders.map((id) => join('modules', id))].flatMap((folder) => {
    const manifest = join(root, folder, 'module.json');
    if (!existsSync(manifest)) return [];
    const { ui } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      ui?: { entry: string; panels?: { entry?: string }[] };
    };
    const entries = new Set([ui?.entry, ...(ui?.panels ?? []).map(({ entry }) => entry)]);
    return [...entries].flatMap((entry) => (entry === undefined ? [] : [join(folder, entry)]));
  });
}

/** Name of the bundle: that of the module, and of what lies deeper the folders in between. */
function bundleName(entry: string): string {
  return entry
    .replace(/^(?:core|modules)\//, '')
    .split('/')
    .filter((part) => !['ui', 'index.ts'].includes(part))
    .join('-')
    .replace(/\.ts$/, '');
}

/** What modules from elsewhere import: under names that stay, with nothing in it but what it promises. */
function doors(): Plugin {
  return {
    name: 'doors',
    buildStart() {
      for (const [name, source] of Object.entries(DOORS)) {
        const id = join(root, source);
        this.emitFile({ type: 'chunk', id, name, fileName: `${name}.js`, preserveSignature: 'strict' });
      }
    },
  };
}

/** Writes `index.html` with the hashed names of the shell, its static imports and its styles. */
function indexHtml(): Plugin {
  return {
    name: 'index-html',
    enforce: 'post', // the styles are bundled last
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const shell = chunks.find((chunk) => chunk.name === 'shell' && chunk.isEntry);
      const styles = Object.keys(bundle).filter((name) => name.endsWith('.css'));
      if (shell === undefined || styles.length === 0) throw new Error('the shell was not built');
      const tags = [
        ...styles.map((name) => `<link rel="stylesheet" href="/ui/${name}">`),
        `<script type="module" src="/ui/${shell.fileName}"></script>`,
        ...shell.imports.map((name) => `<link rel="modulepreload" href="/ui/${name}">`),
      ];
      const page = readFileSync(join(root, 'core/ui/index.html'), 'utf8').replace(
        '<!-- assets -->',
        tags.join('\n    '),
      );
      this.emitFile({ type: 'asset', fileName: 'index.html', source: page });
      // The server builds its Content-Security-Policy from this list.
      this.emitFile({ type: 'asset', fileName: 'csp.json', source: readFileSync(join(root, 'core/ui/csp.json')) });
    },
  };
}

export default defineConfig(({ mode }) => ({
  root,
  base: '/ui/',
  publicDir: join(root, 'core/ui/public'),
  logLevel: 'warn',
  ...browserCode(root),
  plugins: [doors(), indexHtml()],
  build: {
    outDir: join(root, 'dist/ui'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2023',
    cssCodeSplit: false,
    sourcemap: mode === 'development',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        shell: join(root, 'core/ui/shell/main.ts'),
        // The panel of all settings belongs to no manifest: every module with settings has one.
        settings: join(root, 'core/ui/settings/index.ts'),
        ...Object.fromEntries(panelEntries().map((entry) => [bundleName(entry), join(root, entry)])),
      },
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
}));
