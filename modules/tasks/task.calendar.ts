import ICAL from 'ical.js';
import { CalendarForm, calendarTime, injectable } from '../../core/api';
import type { Progress } from './task.entity';

/** A task as the API tells it. */
interface Told {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** UTCDate, as the others. */
  readonly start: string | null;
  readonly due: string | null;
  readonly progress: Progress;
  readonly percentComplete: number;
  readonly priority: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** Tasks as VTODO (RFC 5545 §3.6.2). */
@injectable()
export class TaskCalendar extends CalendarForm {
  readonly type = 'Task';
  readonly properties = [
    ...['uid', 'title', 'description', 'start', 'due', 'progress', 'percentComplete', 'priority'],
    ...['categories', 'createdAt', 'modifiedAt'],
  ];

  component(
    object: Readonly<Record<string, unknown>>,
    namesOf: (property: string) => readonly string[],
  ): ICAL.Component {
    const task = object as unknown as Told;
    const todo = new ICAL.Component('vtodo');
    todo.addPropertyWithValue('uid', task.uid);
    todo.addPropertyWithValue('dtstamp', calendarTime(task.modifiedAt));
    todo.addPropertyWithValue('created', calendarTime(task.createdAt));
    todo.addPropertyWithValue('last-modified', calendarTime(task.modifiedAt));
    todo.addPropertyWithValue('summary', oneKindOfBreak(task.title));
    if (task.description !== '') todo.addPropertyWithValue('description', oneKindOfBreak(task.description));
    if (task.start !== null) todo.addPropertyWithValue('dtstart', calendarTime(task.start));
    if (task.due !== null) todo.addPropertyWithValue('due', calendarTime(task.due));
    todo.addPropertyWithValue('status', statusOf(task.progress));
    if (task.progress === 'failed') todo.addPropertyWithValue('x-groupware-progress', 'FAILED');
    todo.addPropertyWithValue('percent-complete', task.percentComplete);
    if (task.priority > 0) todo.addPropertyWithValue('priority', task.priority);
    const categories = namesOf('categories');
    if (categories.length > 0) {
      const property = new ICAL.Property('categories');
      property.setValues([...categories]);
      todo.addProperty(property);
    }
    return todo;
  }
}

/** A lone carriage return would be a new line of the calendar to some who read it. */
function oneKindOfBreak(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** RFC 5545 §3.8.1.11 knows no failure: what has failed is cancelled for those who know no more. */
function statusOf(progress: Progress): string {
  return progress === 'failed' ? 'CANCELLED' : progress.toUpperCase();
}
