import { boolean, computed, type Property, text } from '../jmap/property';
import { isLanguage, isTimeZone } from '../locale';
import { isAddress, normaliseAddress } from './address';

type Load = NonNullable<Property['load']>;

/** Name of a time zone of IANA's list, or null for that of the browser. */
export function timeZone(): Property {
  const word = text({ nullable: true, max: 60 });
  return checked(word, (zone) => (zone === null || isTimeZone(zone) ? null : 'is no time zone'));
}

/** BCP 47 tag of the language of texts, dates and numbers; that of the host when none is given. */
export function language(): Property {
  const word = text({ default: null, max: 20 });
  return checked(word, (tag) => (tag !== null && isLanguage(tag) ? null : 'is no language'));
}

/** True or false, kept elsewhere than in a column. */
export function flagOf(load: Load): Property {
  return computed(load, { nullable: false, parse: (value) => boolean().parse(value) });
}

/** A mail address, normalised; null when it cannot be one. */
export function addressOf(value: unknown): string | null {
  const email = typeof value === 'string' ? normaliseAddress(value) : '';
  return isAddress(email) ? email : null;
}

function checked(word: Property, fault: (value: string | null) => string | null): Property {
  return {
    ...word,
    parse: (value) => {
      const parsed = word.parse(value);
      const wrong = 'fault' in parsed ? null : fault(parsed.value as string | null);
      return wrong === null ? parsed : { fault: wrong };
    },
  };
}
