import { theStore } from './store/index';

/** Plain elements for grid cells and cards: cheaper to scroll than components. All text goes in as text. */

export type Tone = 'neutral' | 'accent' | 'green' | 'amber' | 'red' | 'violet';

/** A small rounded label. */
export function badge(text: string, tone: Tone = 'neutral'): HTMLElement {
  return element('span', `badge ${tone}`, text);
}

/**
 * Round picture of somebody, or initials in a colour that belongs to the name, until it is there or for want of one;
 * hidden from assistive technology, which reads the name.
 */
export function avatar(name: string, blobId: string | null = null): HTMLElement {
  const circle = element('span', `avatar hue-${hue(name)}`, initials(name));
  circle.setAttribute('aria-hidden', 'true');
  if (blobId !== null) void showPicture(circle, blobId);
  return circle;
}

async function showPicture(circle: HTMLElement, blobId: string): Promise<void> {
  const image = document.createElement('img');
  image.alt = '';
  try {
    image.src = await theStore().blobUrl(blobId, 'image/png');
    await image.decode();
    circle.replaceChildren(image);
  } catch {
    // The initials stay.
  }
}

/** Avatar and name. */
export function person(name: string, blobId: string | null = null): HTMLElement {
  const label = element('span', 'name', name);
  label.dir = 'auto';
  const box = element('span', 'person');
  box.append(avatar(name, blobId), label);
  return box;
}

/** Icon from our sprite; with a label it is an image to assistive technology, without it is decoration. */
export function icon(name: IconName, label?: string): HTMLElement {
  const box = element('span', `icon icon-${name}`);
  if (label === undefined) box.setAttribute('aria-hidden', 'true');
  else {
    box.role = 'img';
    box.ariaLabel = label;
    box.title = label;
  }
  return box;
}

/** Icons of `theme/icons.css`. */
export type IconName = (typeof ICONS)[number];
export const ICONS = [
  'add', 'alert', 'archive', 'attach', 'back', 'bell', 'bold', 'bug', 'check', 'chevron', 'clock', 'close', 'code', 'download',
  'edit', 'eye', 'file', 'filter', 'flag', 'help', 'inbox', 'info', 'italic', 'key', 'link', 'list', 'lock', 'mail', 'menu',
  'more', 'note', 'numbers', 'offline', 'quote', 'redo', 'refresh', 'reply', 'search', 'send', 'settings', 'support',
  'tag', 'trash', 'underline', 'undo', 'upload', 'user', 'users',
] as const; // biome-ignore format: one name per line would be two screens

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
  text = '',
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (text !== '') {
    made.textContent = text;
    made.dir = 'auto';
  }
  return made;
}

function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s.@_-]+/)
    .filter((word) => word !== '');
  const first = [...(words[0] ?? '?')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

/** 0-5, equal for equal names. */
function hue(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 6007;
  return sum % 6;
}
