import { html, type TemplateResult } from 'lit';

const ADDRESS = /\bhttps?:\/\/[^\s<>"]+[^\s<>"'.,;:!?)\]}]/gi;

/** Text with its web addresses as links. Everything stays a text node; no HTML is made of strings. */
export function linkedText(text: string): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const [address] = match;
    if (!URL.canParse(address)) continue;
    parts.push(text.slice(end, match.index));
    parts.push(html`<a href=${address} target="_blank" rel="noopener noreferrer nofollow">${address}</a>`);
    end = match.index + address.length;
  }
  parts.push(text.slice(end));
  return parts;
}
