/**
 * Making strangers' HTML safe and reading it as text. A front door of its own beside core/api.ts, because these pure
 * functions also run in workers, which must not load the host.
 */
export { isDeeplyNested } from './html-depth';
export { htmlToPlainText } from './html-text';
export { type SanitisedHtml, sanitiseMail, sanitiseMailHtml } from './sanitise';
