'use strict';

// Vite's configuration lies beside what it builds, but runs in Node.js.
const browser = '^(core|modules/[^/]+)/ui/(?!vite\\.config\\.m?ts$)';
const product = '^(core/(?!testing/)|modules/|migrations/)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-knows-no-module',
      comment: 'Deleting a module must leave a core that compiles and runs; core finds modules by their manifests.',
      severity: 'error',
      from: { path: '^core/' },
      to: { path: '^(modules/|migrations/(?!core/))' },
    },
    {
      name: 'modules-use-the-front-door-of-core',
      comment:
        'core/api.ts is what we promise to modules, ours and others’, and core/html/api.ts to what also runs in workers; all else in core may change any day.',
      severity: 'error',
      from: { path: '^(modules/|migrations/(?!core/))', pathNot: browser },
      to: { path: '^core/', pathNot: '^core/(html/)?api\\.ts$' },
    },
    {
      name: 'panels-use-the-front-door-of-the-shell',
      comment: 'core/ui/api.ts and the extjs-types contract are what we promise to panels.',
      severity: 'error',
      from: { path: '^modules/[^/]+/ui/' },
      to: { path: '^core/', pathNot: '^core/ui/(api\\.ts$|extjs-types/)' },
    },
    {
      name: 'modules-meet-at-the-door',
      comment: 'A module’s api.ts is what it promises to other modules, so that its inside can change alone.',
      severity: 'error',
      from: { path: '^modules/([^/]+)/', pathNot: browser },
      to: { path: '^modules/(?!$1/)', pathNot: '^modules/[^/]+/api\\.ts$' },
    },
    {
      name: 'panels-meet-at-the-door',
      comment: 'The same in the browser: the door of another module’s user interface is its ui/api.ts.',
      severity: 'error',
      from: { path: '^modules/([^/]+)/ui/' },
      to: { path: '^modules/(?!$1/)', pathNot: '^modules/[^/]+/ui/api\\.ts$' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration describes the past: it must do the same tomorrow, whatever becomes of the code.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(modules/|migrations/)|\\.(entity|service|type|job)\\.ts$' },
    },
    {
      name: 'browser-code-imports-no-server-code',
      comment: 'What the browser imports is sent to everybody; server code belongs neither in it nor runs there.',
      severity: 'error',
      from: { path: browser },
      to: {
        path: '^(core|modules|migrations)/',
        pathNot: `${browser}|^core/conditions/|^core/audit/actions\\.ts$|\\.json$`,
      },
    },
    {
      name: 'conditions-stand-alone',
      comment:
        'Conditions of custom fields mean the same on the server, which enforces them, and in the browser, which shows their effect while somebody types: pure functions that need nothing, and the one exception to the rule above.',
      severity: 'error',
      from: { path: '^core/conditions/' },
      to: { pathNot: '^core/conditions/' },
    },
    {
      name: 'browser-code-imports-no-node',
      comment: 'There is no Node.js in a browser.',
      severity: 'error',
      from: { path: browser },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-code-imports-no-browser-code',
      comment: 'The server serves the built bundles; a panel’s source needs a DOM.',
      severity: 'error',
      from: { path: '^(core|modules|migrations)/', pathNot: browser },
      to: { path: browser },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'core/testing holds test hosts and fixtures, and is not part of the build.',
      severity: 'error',
      from: { pathNot: '^(test|core/testing)/' },
      to: { path: '^core/testing/' },
    },
    {
      name: 'tests-stay-out-of-the-product',
      comment: 'The product must not need its tests.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-dev-dependencies-in-the-product',
      comment: 'Packages for developers are not there in production. (Types are erased by the compiler.)',
      severity: 'error',
      // Loads the mail parser's worker from its source under jest; the build has no such file.
      from: { path: product, pathNot: '^modules/mail/parse/parse\\.worker\\.source\\.cjs$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'only-declared-packages',
      comment: 'A package that is here by chance, because another one needs it, may be gone tomorrow.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'everything-imported-exists',
      comment: 'A path that leads nowhere fails only when it is reached.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'a-fresh-checkout-can-start',
      comment: 'These scripts install the packages, so they cannot need one.',
      severity: 'error',
      from: { path: '^scripts/(start|prepare|packages|build|lock|node-version|system)\\.mjs$' },
      to: { dependencyTypesNot: ['core', 'local'] },
    },
    {
      name: 'no-cycles',
      comment:
        'Files of a cycle cannot be understood, loaded or tested one by one. (Types are erased by the compiler.)',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|\\.cache|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
    cache: { folder: '.cache/dependency-cruiser', strategy: 'content' },
  },
};
