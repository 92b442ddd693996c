import { html, type TemplateResult } from 'lit';
import type { Route } from '../route';

interface Gate {
  readonly load: () => Promise<unknown>;
  readonly render: (token: string, signedIn: () => void) => TemplateResult;
}

/** The pages that are there for everybody, signed in or not, by their route. */
const GATES = new Map<string, Gate>([
  [
    'first-login',
    {
      load: () => import('./first-login'),
      render: (token, signedIn) => html`<gw-first-login .token=${token} @signed-in=${signedIn}></gw-first-login>`,
    },
  ],
  ['forgot', askingFor('password')],
  ['register', askingFor('registration')],
  [
    'invitation',
    {
      load: () => import('./invitation'),
      render: (token, signedIn) => html`<gw-invitation .token=${token} @signed-in=${signedIn}></gw-invitation>`,
    },
  ],
]);

function askingFor(kind: 'password' | 'registration'): Gate {
  return {
    load: () => import('./ask-for-link'),
    render: () => html`<gw-ask-for-link .kind=${kind}></gw-ask-for-link>`,
  };
}

/** True for a route that leads to a page for everybody. */
export function isGate({ panel }: Route): boolean {
  return GATES.has(panel);
}

/** @param signedIn called when the page has let somebody in */
export function renderGate({ panel, path }: Route, signedIn: () => void): TemplateResult {
  const gate = GATES.get(panel);
  void gate?.load();
  return gate?.render(path[0] ?? '', signedIn) ?? html``;
}
