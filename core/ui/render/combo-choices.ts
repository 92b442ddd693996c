import type { ComboBoxDataProvider } from '@vaadin/combo-box';
import type { DataTypes, TypeName } from 'extjs-types';
import { showError } from '../notice';
import { theStore } from '../store/index';
import type { Query } from '../store/types';

/**
 * Offers records in a combo box, asked from the server page by page while the user types. How many there are in all is
 * not asked for: of a common word that takes longer than to find a page.
 * @param query what is asked for when this was typed
 * @param choicesOf what is offered of the records
 */
export function comboChoices<N extends TypeName, Choice>(
  query: (typed: string) => Query<N>,
  choicesOf: (records: DataTypes[N][]) => Choice[],
): ComboBoxDataProvider<Choice> {
  return ({ page, pageSize, filter: typed }, done) => {
    const position = page * pageSize;
    theStore()
      // By one more it is known whether there is a next page.
      .some(query(typed), position, pageSize + 1)
      .then((records) => {
        const offered = choicesOf(records.slice(0, pageSize));
        done(offered, position + offered.length + (records.length > pageSize ? 1 : 0));
      })
      .catch((error: unknown) => {
        done([], 0);
        showError(error);
      });
  };
}
