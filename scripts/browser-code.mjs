import { join } from 'node:path';

/** What the host serves to modules from elsewhere under an address that stays, `/ui/<name>.js`, and its source. */
export const DOORS = { api: 'core/ui/api.ts', lit: 'core/ui/lit.ts' };

/** How browser code is compiled, ours and that of a module that is packed by itself: part of Vite's configuration. */
export function browserCode(root) {
  return {
    resolve: {
      // Lit gives its development build, with warnings, to those who ask for it.
      dedupe: ['lit', 'lit-html', 'lit-element', '@lit/reactive-element'],
      alias: [
        {
          find: '@vaadin/vaadin-usage-statistics/vaadin-usage-statistics.js',
          replacement: join(root, 'node_modules/@vaadin/vaadin-usage-statistics/vaadin-usage-statistics-optout.js'),
        },
        { find: 'lit/directives/style-map.js', replacement: join(root, 'core/ui/style-map.ts') },
        {
          find: /^.*\/InstrumentSans\.css$/,
          replacement: join(root, 'core/ui/theme/no-font.css'),
        },
      ],
    },
    // Stated here because modules' panels lie outside the folder of the core's and would be compiled by the server's
    // rules.
    oxc: {
      decorator: { legacy: true },
      assumptions: { setPublicClassFields: true },
      typescript: { removeClassFieldsWithoutInitializer: true },
    },
  };
}
