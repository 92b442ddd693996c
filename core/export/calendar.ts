import { Readable } from 'node:stream';
import ICAL from 'ical.js';
import type { Json } from './cell';

// The library does not count the space with which a folded line goes on: a line has 75 octets at most (RFC 5545 §3.1).
ICAL.foldLength = 74;

/** How the objects of a type look in a calendar. Filled by the module of the type (`provides`); a type has one at most. */
export abstract class CalendarForm {
  /** The type. */
  abstract readonly type: string;
  /** Properties of the objects that it is made of. */
  abstract readonly properties: readonly string[];
  /**
   * The component of one object (RFC 5545 §3.6).
   * @param namesOf names of the objects whose ids a property has, as far as the caller sees them
   */
  abstract component(object: Json, namesOf: (property: string) => readonly string[]): ICAL.Component;
}

/** A calendar of these components (RFC 5545 §3.4), made while they come. */
export function calendarOf(components: AsyncIterable<ICAL.Component>): Readable {
  return Readable.from(linesOf(components));
}

async function* linesOf(components: AsyncIterable<ICAL.Component>): AsyncGenerator<Buffer> {
  yield lines('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Groupware Support//EN');
  for await (const component of components) yield lines(component.toString());
  yield lines('END:VCALENDAR');
}

function lines(text: string): Buffer {
  return Buffer.from(`${text}\r\n`);
}

/** An instant (a UTCDate of JMAP) in the words of a calendar. */
export function calendarTime(utcDate: string): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(utcDate), true);
}
