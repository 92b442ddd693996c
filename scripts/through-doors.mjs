import { join, relative, sep } from 'node:path';
import { DOORS } from './browser-code.mjs';

/** Files of Lit of which a page must have one alone: they keep what others ask for. */
const LIT =
  /\/node_modules\/(?:lit|lit-html|lit-element|@lit\/reactive-element)\/(?:index|lit-html|is-server|lit-element|reactive-element)\.js$/;

/**
 * Plugin for Vite that packs the browser code of one module: what the host serves is left outside, under its address.
 * What would be in the page a second time is refused with an error that names the file.
 */
export function throughDoors(root, module) {
  const addresses = new Map(Object.entries(DOORS).map(([name, path]) => [join(root, path), `/ui/${name}.js`]));
  return {
    name: 'through-doors',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (importer === undefined) return null;
      const found = await this.resolve(source, importer, { skipSelf: true });
      if (found === null) return null;
      const id = found.id.split('?')[0];
      const address = LIT.test(id.split(sep).join('/')) ? '/ui/lit.js' : addresses.get(id);
      if (address !== undefined) return { id: address, external: 'absolute' };
      const path = relative(root, id).split(sep).join('/');
      const isTwice = /^modules\//.test(path) && !path.startsWith(`modules/${module}/`);
      if (isTwice || /\/node_modules\/@vaadin\//.test(id)) {
        const what = isTwice ? path : source;
        throw new Error(`${relative(root, importer)} imports ${what}, which would be in the page a second time`);
      }
      return found;
    },
  };
}
