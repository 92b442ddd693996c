import type { ShownScreen, TypeName } from 'extjs-types';
import { deviceOf } from '../account/device';
import { titleOf } from '../appearance';
import { locale, t } from '../i18n';
import { lastFailure } from '../notice';
import { formatRoute, type Route, route } from '../route';
import { theStore } from '../store/index';
import type { HostCapability, PanelInfo } from '../store/types';
import { withoutSecrets } from './secrets';

/** What went wrong longer ago is another matter. */
const JUST_NOW_MS = 600_000;
const LONGEST = 1000;

/** What the user has before them now. */
export async function shownScreen(host: HostCapability): Promise<ShownScreen> {
  const now = route();
  const place = placeOf(host, now);
  const { program, version = '', system = '' } = deviceOf(navigator.userAgent);
  // What is open may take a moment to be read again; what is on the screen is looked at first.
  const error = failure();
  return {
    where: place.titles.join(' › '),
    address: place.panel === undefined ? location.origin : withoutSecrets(`${location.origin}/${formatRoute(now)}`),
    object: await openObject(place),
    language: new Intl.DisplayNames([locale()], { type: 'language' }).of(locale()) ?? locale(),
    version: host.version,
    browser: [`${program} ${version}`.trim(), system].filter((part) => part !== '').join(', '),
    size: `${String(innerWidth)} × ${String(innerHeight)}`,
    error,
  };
}

interface Place {
  /** Undefined for a page that is nowhere. */
  readonly panel: PanelInfo | undefined;
  readonly titles: readonly string[];
  /** What its address says is open. */
  readonly id: string | undefined;
}

function placeOf({ panels }: HostCapability, { panel: name, path }: Route): Place {
  if (name === 'start') return { panel: undefined, titles: [t('host.start')], id: undefined };
  if (name !== 'settings' && name !== 'account') {
    const panel = panels.find(({ id, slot }) => slot === 'main' && id === name);
    return { panel, titles: panel === undefined ? [] : [panel.title], id: path[0] };
  }
  const pages = panels.filter(({ slot }) => slot === name);
  const panel = path[0] === undefined ? pages[0] : pages.find(({ id }) => id === path[0]);
  return { panel, titles: [t(`host.${name}`), ...(panel === undefined ? [] : [panel.title])], id: path[1] };
}

/** What is open, read with the user's own rights. */
async function openObject({ panel, id }: Place): Promise<ShownScreen['object']> {
  const type = panel?.shows as TypeName | null | undefined;
  if (!type || id === undefined || !/^\d+$/.test(id)) return null;
  // A page that cannot be read is what one may want to be helped with.
  const [record] = await theStore()
    .get(type, [id])
    .catch(() => []);
  return record === undefined ? null : { type, id, title: withoutSecrets(titleOf(type, record)) };
}

/** What the user was told went wrong just now, or is told on the page. */
function failure(): ShownScreen['error'] {
  const last = lastFailure();
  if (last !== null && Date.now() - last.at.getTime() < JUST_NOW_MS) return told(last.text, last.at);
  const alerts = [...document.querySelectorAll<HTMLElement>('#content [role=alert]')];
  const shown = alerts.filter((alert) => alert.checkVisibility()).map((alert) => alert.innerText.trim());
  const text = shown.find((words) => words !== '');
  return text === undefined ? null : told(text, new Date());
}

function told(text: string, at: Date): ShownScreen['error'] {
  const words = withoutSecrets(text.replace(/\s+/g, ' '));
  return { text: words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words, at: at.toISOString() };
}
