import type { ShownScreen } from 'extjs-types';
import { formatDateTime, store, t } from '../../../../core/ui/api';
import type { AlongLine } from '../../../support/ui/api';

/** What somebody had before them, line by line, as whoever helps them reads it; what there is nothing of is left out. */
export function linesOf(screen: ShownScreen): AlongLine[] {
  const { where, address, object, language, version, browser, size, error } = screen;
  const { title } = store().session.capabilities['urn:groupware:core'];
  const lines = {
    where,
    object: object?.title ?? '',
    error: error === null ? '' : t('help.screen.errorAt', { text: error.text, at: when(error.at) }),
    address,
    language,
    program: `${title} ${version}`,
    browser,
    size,
  };
  return Object.entries(lines)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => ({ label: t(`help.screen.${name}`), text }));
}

/** Whoever reads it may be elsewhere. */
function when(at: string): string {
  const { timeZone } = store().session.capabilities['urn:groupware:core'].user;
  return `${formatDateTime(at)}, ${timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}`;
}
