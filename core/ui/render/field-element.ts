import { property } from 'lit/decorators.js';
import { LightElement } from '../element';
import type { Values } from './form-fields';

/** Base of an element that is a field of a described form (`elementfield`): one value of the record. */
export abstract class FieldElement<V> extends LightElement {
  @property() label = '';
  @property({ attribute: false }) value: V | undefined;
  /** The record with what has been entered. */
  @property({ attribute: false }) record: Values = {};
  /** Why the server refused the value. */
  @property() error = '';

  /** Hands the form another value. */
  protected give(value: V): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent('change', { detail: value }));
  }

  /** Another property of the record, if it is a text. */
  protected textOf(name: string): string {
    const value = this.record[name];
    return typeof value === 'string' ? value : '';
  }

  override focus(): void {
    this.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
  }
}
