import { CheckboxKind } from './checkbox.kind';
import { DateKind } from './date.kind';
import { DateTimeKind } from './datetime.kind';
import { FileKind } from './file.kind';
import { FunctionKind } from './function.kind';
import { HtmlKind } from './html.kind';
import { MultiSelectKind } from './multi-select.kind';
import { NumberKind } from './number.kind';
import { PrincipalKind } from './principal.kind';
import { SelectKind } from './select.kind';
import { TextKind } from './text.kind';
import { TextAreaKind } from './textarea.kind';
import { UserKind } from './user.kind';

/** The kinds of fields that come with the core. */
export const coreKinds = [
  CheckboxKind,
  DateKind,
  DateTimeKind,
  FileKind,
  FunctionKind,
  HtmlKind,
  MultiSelectKind,
  NumberKind,
  PrincipalKind,
  SelectKind,
  TextKind,
  TextAreaKind,
  UserKind,
];
