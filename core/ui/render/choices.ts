import type { ChoicesPanel, Filter } from 'extjs-types';
import type { TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { CounterController } from '../controllers';
import { checkListStyles, renderCheckList } from './check-list';
import { Described } from './described';

/** Fixed choices that filter the grids of the panel. */
@customElement('x-choices')
export class Choices extends Described<ChoicesPanel> {
  static override styles = checkListStyles;
  private counters: CounterController<ChoicesCounted> | undefined;

  override connectedCallback(): void {
    const { counter, options } = this.item;
    if (counter !== undefined && this.counters === undefined) {
      const filters = () =>
        Object.fromEntries(options.map(({ value }): [string, Filter] => [value, counter.filter(value)]));
      this.counters = new CounterController(this, counter.type, filters);
    }
    super.connectedCallback();
  }

  override render(): TemplateResult {
    const { item } = this;
    return renderCheckList({
      title: item.title,
      name: item.filters,
      options: item.options.map((option) => ({ ...option, count: this.counters?.counts[option.value] })),
      checked: this.place.values(item.filters),
      isSingle: item.single === true,
      hasCheckAll: false,
      changed: (values) => {
        this.place.setValues(item.filters, values);
        item.listeners?.check?.(values);
      },
    });
  }
}

type ChoicesCounted = NonNullable<ChoicesPanel['counter']>['type'];
