import type { Grid as GridItem, TypeName } from 'extjs-types';
import type { AnyColumn } from './cell';

/** A record, whatever its type. */
export type Row = { id: string } & Record<string, unknown>;

/** The description of a grid, whatever the type of its records. */
export type AnyGrid = Omit<GridItem<TypeName>, 'columns' | 'card' | 'rowPart' | 'listeners' | 'tbar'> & {
  columns: readonly AnyColumn[];
  card?: (row: Row) => ReturnType<NonNullable<GridItem<TypeName>['card']>>;
  rowPart?: (row: Row) => string;
  tbar?: NonNullable<GridItem<TypeName>['tbar']>;
  listeners?: {
    select?: (row: Row) => void;
    activate?: (row: Row) => void;
  };
};
