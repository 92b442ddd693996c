import '@vaadin/checkbox';
import '@vaadin/combo-box';
import '@vaadin/password-field';
import '@vaadin/text-field';
import type { Principal } from 'extjs-types';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ask, comboChoices, errorText, LightElement, type ModalContent, store, t } from '../../../core/ui/api';
import type { TicketMigration } from './migration';
import { startFormStyles } from './start-form.styles';
import { word } from './texts';

const WHO_SIGNS_IN = { hasLogin: true };
const people = comboChoices<'Principal', Principal>(
  (typed) => ({
    type: 'Principal',
    filter: typed === '' ? WHO_SIGNS_IN : { ...WHO_SIGNS_IN, text: typed },
    sort: [{ property: 'name' }],
  }),
  (found) => found,
);

/** What stands in the fields. */
interface Entered {
  source: 'database' | 'own';
  host: string;
  schema: string;
  user: string;
  password: string;
  name: string;
  files: string;
  types: string;
  createsUsers: boolean;
  standIn: Principal | null;
}

/** `<ticket-migration-start>`: what is asked of a run. Stays open when that is refused. Fires `done`. */
@customElement('ticket-migration-start')
export class StartForm extends LightElement implements ModalContent {
  static override styles = startFormStyles;

  @property() kind: 'dry-run' | 'migration' = 'dry-run';
  /** The last run, of which all but the password is asked again. */
  @property({ attribute: false }) former: TicketMigration | undefined;
  @state() private isOwnOffered = false;
  @state() private fault = '';
  private isBusy = false;
  @state() private entered: Entered = {
    ...{ source: 'database', host: '', schema: '', user: '', password: '', name: '', files: '', types: '' },
    ...{ createsUsers: false, standIn: null },
  };

  override connectedCallback(): void {
    super.connectedCallback();
    void this.prepare();
  }

  private async prepare(): Promise<void> {
    if (this.former) {
      const { name, options } = this.former;
      const { database, types, createsUsers, files } = options;
      const known = { name, types: types.join(', '), createsUsers, files: files ?? '' };
      this.entered = { ...this.entered, ...known, ...database, source: database ? 'database' : 'own' };
    }
    try {
      const { isOwnOffered } = await store().call('TicketMigration/sources', {});
      this.isOwnOffered = isOwnOffered === true;
      if (!this.isOwnOffered) this.entered = { ...this.entered, source: 'database' };
    } catch (error) {
      this.fault = errorText(error);
    }
  }

  override render(): TemplateResult {
    const { kind, entered } = this;
    return html`
      <form @submit=${this.submit} novalidate>
        ${this.isOwnOffered ? this.renderSource() : nothing}
        ${entered.source === 'database' ? this.renderDatabase() : nothing}
        ${this.renderText('types', false)}
        ${this.renderText('files', false)}
        <vaadin-combo-box label=${word('field.standIn')} helper-text=${word('help.standIn')} clear-button-visible
          .itemIdPath=${'id'} .itemValuePath=${'id'} .itemLabelPath=${'name'} .dataProvider=${people}
          .selectedItem=${entered.standIn} @selected-item-changed=${this.choose}></vaadin-combo-box>
        <vaadin-checkbox label=${word('field.createsUsers')} helper-text=${word('help.createsUsers')}
          .checked=${entered.createsUsers} @change=${(event: Event) => this.enter({ createsUsers: (event.target as HTMLInputElement).checked })}></vaadin-checkbox>
        <p class="error-text" role="alert">${this.fault}</p>
        <div class="actions">
          <button type="button" class="button" @click=${this.cancel}>${t('host.cancel')}</button>
          <button class="button primary">${word(kind === 'dry-run' ? 'dryRun' : 'migrate')}</button>
        </div>
      </form>
    `;
  }

  private renderSource(): TemplateResult {
    const choice = (source: Entered['source']): TemplateResult => html`
      <label>
        <input type="radio" name="source" .checked=${this.entered.source === source} @change=${() => this.enter({ source })} />
        ${word(`source.${source}`)}
      </label>
    `;
    return html`<fieldset><legend>${word('source')}</legend>${choice('database')}${choice('own')}</fieldset>`;
  }

  private renderDatabase(): TemplateResult {
    return html`
      ${this.renderText('host', true)}
      ${this.renderText('schema', true)}
      ${this.renderText('user', true)}
      <vaadin-password-field label=${word('field.password')} helper-text=${word('help.password')} autocomplete="off"
        .value=${this.entered.password} @input=${this.take('password')}></vaadin-password-field>
      ${this.renderText('name', false)}
    `;
  }

  private renderText(
    field: 'host' | 'schema' | 'user' | 'name' | 'files' | 'types',
    isRequired: boolean,
  ): TemplateResult {
    return html`
      <vaadin-text-field label=${word(`field.${field}`)} helper-text=${word(`help.${field}`)} autocomplete="off"
        ?required=${isRequired} .value=${this.entered[field]} @input=${this.take(field)}></vaadin-text-field>
    `;
  }

  private take(field: keyof Entered) {
    return (event: Event): void => this.enter({ [field]: (event.target as HTMLInputElement).value });
  }

  private enter(values: Partial<Entered>): void {
    this.entered = { ...this.entered, ...values };
    this.fault = '';
  }

  private readonly choose = (event: CustomEvent<{ value: Principal | null }>): void => {
    if (event.detail.value !== this.entered.standIn) this.enter({ standIn: event.detail.value ?? null });
  };

  readonly cancel = (): void => {
    this.dispatchEvent(new CustomEvent('done', { detail: null }));
  };

  private readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    // The button stays as it is: with its focus the dialog would lose its keys.
    if (this.isBusy) return;
    const { kind, entered } = this;
    const { source, host, schema, user, password, name, files, types, createsUsers, standIn } = entered;
    const missing =
      source === 'database'
        ? (['host', 'schema', 'user'] as const).find((field) => entered[field].trim() === '')
        : undefined;
    if (missing !== undefined) {
      this.fault = word('missing', { field: word(`field.${missing}`) });
      return;
    }
    if (kind === 'migration' && !(await this.confirm())) return;
    this.isBusy = true;
    try {
      await store().call('TicketMigration/start', {
        kind,
        database: source === 'database' ? { host, schema, user, password } : null,
        // Tickets of this installation have a name of their own.
        name: source === 'own' || name.trim() === '' ? null : name,
        types: types.split(',').flatMap((type) => (type.trim() === '' ? [] : [type.trim()])),
        createsUsers,
        standInId: standIn?.id ?? null,
        files: files.trim() === '' ? null : files,
      });
      this.dispatchEvent(new CustomEvent('done', { detail: true }));
    } catch (error) {
      this.fault = errorText(error);
    } finally {
      this.isBusy = false;
    }
  };

  private confirm(): Promise<boolean> {
    const { createsUsers } = this.entered;
    const text = [word('confirmText'), word(createsUsers ? 'confirmUsers' : 'confirmNoUsers'), word('confirmUndo')];
    return ask({ title: word('confirmTitle'), text: text.join(' '), confirm: word('migrate') });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ticket-migration-start': StartForm;
  }
}
