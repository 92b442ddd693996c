import type { Comparator, Filter } from 'extjs-types';
import { theStore } from '../store/index';
import { type AnyColumn, idOf } from './cell';

/** What a grid shows at this moment. */
export interface Shown {
  readonly type: string;
  readonly title: string | undefined;
  readonly filter: Filter | undefined;
  readonly sort: readonly Comparator[] | undefined;
  readonly columns: readonly AnyColumn[];
}

export type Format = 'csv' | 'xlsx' | 'ics';

/** As what the rows of a type can be taken home. */
export function formatsOf(type: string): readonly Format[] {
  const known = theStore().session.capabilities['urn:groupware:core'].types[type];
  return known?.isInCalendars === true ? ['csv', 'xlsx', 'ics'] : ['csv', 'xlsx'];
}

/** Saves all rows of the question that a grid shows, with its columns, as a file. */
export async function saveGrid({ type, title, filter, sort, columns }: Shown, format: Format): Promise<void> {
  const name = `${title ?? type} ${new Date().toLocaleDateString('sv')}`;
  const { timeZone } = theStore().session.capabilities['urn:groupware:core'].user;
  const question = {
    type,
    filter: filter ?? null,
    sort: sort ?? null,
    columns: columns.filter(({ exported }) => exported !== false).map(asked),
    format,
    timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    name,
  };
  await theStore().save('/export', `${name}.${format}`, question);
}

function asked(column: AnyColumn): object {
  const { dataIndex, text, exported, exportedName } = column;
  const isField = dataIndex === 'customFields';
  return {
    property: isField ? idOf(column) : dataIndex,
    title: text ?? dataIndex,
    ...(exported === undefined ? {} : { texts: exported }),
    ...(exportedName === undefined ? {} : { named: exportedName }),
  };
}
