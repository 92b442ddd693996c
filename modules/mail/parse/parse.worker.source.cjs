'use strict';

// Tests run the modules from TypeScript source, and a child process does not inherit jest's compiler:
// this entry teaches it to load .ts files and then becomes the real worker. Not part of the build.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('@swc/core');

Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    swcrc: false,
    jsc: { target: 'es2023', parser: { syntax: 'typescript', decorators: true } },
    module: { type: 'commonjs' },
  });
  module._compile(code, filename);
};

require('./parse.worker.ts');
