/**
 * The contract between the host and a panel, in the words that Ext JS and Group-Office developers know.
 * Types only: the host (`core/ui/render`) turns a description into components.
 *
 * A module adds its data types and its own xtypes by declaration merging:
 *
 *     declare module 'extjs-types' {
 *       interface DataTypes { Note: Note }
 *       interface Xtypes { notecloud: NoteCloud }
 *     }
 */

export * from './bulk';
export * from './data';
export * from './fields';
export * from './menu';
export * from './panels';
