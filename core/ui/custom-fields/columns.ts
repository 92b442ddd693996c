import type { ReactiveControllerHost } from 'lit';
import { element } from '../cells';
import type { AnyColumn } from '../render/cell';
import { type CustomField, Definitions, type Values } from './definitions';
import { described } from './described';
import { textOf } from './text-of';

/** The custom fields of a type as columns of a grid; those that an administrator wants in lists are shown at first. */
export class CustomColumns {
  private readonly definitions: Definitions;
  private sortable: ReadonlySet<string> = new Set();
  /** The same object for the same field: cells are drawn again for another one. */
  private known = new Map<string, { readonly made: string; readonly column: AnyColumn }>();

  constructor(host: ReactiveControllerHost, type: string) {
    this.definitions = new Definitions(host, () => type);
    void described().then(
      ({ kinds }) => {
        this.sortable = new Set(kinds.filter(({ isSortable }) => isSortable).map(({ name }) => name));
        host.requestUpdate();
      },
      () => undefined, // the columns are there, only not sortable
    );
  }

  get list(): readonly AnyColumn[] {
    return this.definitions.list(false).flatMap(({ fields }) => fields.map((field) => this.columnOf(field)));
  }

  private columnOf(field: CustomField): AnyColumn {
    const isSortable = this.sortable.has(field.kind);
    const made = JSON.stringify([field, isSortable]);
    const known = this.known.get(field.id);
    if (known?.made === made) return known.column;
    const column = columnOf(field, isSortable);
    this.known.set(field.id, { made, column });
    return column;
  }
}

function columnOf(field: CustomField, isSortable: boolean): AnyColumn {
  const id = `customFields/${field.key}`;
  return {
    id,
    dataIndex: 'customFields',
    text: field.name,
    width: 130,
    hidden: !field.showInGrid,
    sortable: isSortable && id,
    align: field.kind === 'number' ? 'end' : 'start',
    renderer: (values) => {
      const value = (values as Values | null | undefined)?.[field.key];
      if (value === undefined) return '';
      const cell = element('span', 'text');
      cell.dir = 'auto';
      const fill = () => {
        cell.textContent = textOf(field, value, fill);
      };
      fill();
      return cell;
    },
  };
}
