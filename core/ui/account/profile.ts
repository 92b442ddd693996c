import '@vaadin/combo-box';
import '@vaadin/text-field';
import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { avatar } from '../cells';
import { RecordController } from '../controllers';
import { PanelElement } from '../element';
import { locale, t } from '../i18n';
import { errorText, toast } from '../notice';
import { theStore } from '../store/index';
import { accountStyles } from './account.styles';
import { pictureOf } from './picture';
import { loadTexts } from './texts';
import type { Profile } from './types';

/** Offered besides the present one; any other tag can be set by the API. */
const LANGUAGES = ['en', 'en-GB', 'en-US', 'nl', 'nl-BE', 'de', 'de-AT', 'de-CH', 'fr', 'es', 'it', 'pt', 'da', 'sv'];

interface Option {
  readonly label: string;
  readonly value: string;
}

/** What the user tells of themselves. */
export class ProfilePanel extends PanelElement {
  static override styles = [
    accountStyles,
    css`
      .picture {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--gap-s);
      }
      .picture .avatar {
        width: 72px;
        height: 72px;
        font-size: 26px;
        margin-inline-end: var(--gap-s);
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr));
        gap: var(--gap-l);
        align-items: start;
      }
      .button.primary {
        justify-self: start;
      }
    `,
  ];

  @state() private draft: Partial<Profile> = {};
  @state() private error = '';
  @state() private isBusy = false;
  private readonly texts = loadTexts();
  private readonly profile = new RecordController(this, 'Profile', () => 'singleton');
  private zones: readonly Option[] = [];

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  override render(): TemplateResult {
    const { record, error } = this.profile;
    if (error !== null) return html`<p class="error-text" role="alert">${errorText(error)}</p>`;
    return html`
      <form @submit=${this.save} novalidate>
        <h1 class="visually-hidden">${t('account.profile')}</h1>
        ${record === undefined ? html`<span class="skeleton"></span><span class="skeleton"></span>` : this.renderFields(record)}
        <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
        <button class="button primary" ?disabled=${this.isBusy || Object.keys(this.draft).length === 0}>${t('host.save')}</button>
      </form>
    `;
  }

  private renderFields(record: Profile): TemplateResult {
    const { name, email, username, locale: language, timeZone } = { ...record, ...this.draft };
    if (this.zones.length === 0) {
      this.zones = Intl.supportedValuesOf('timeZone').map((zone) => ({
        value: zone,
        label: zone.replaceAll('_', ' '),
      }));
    }
    const typed = (event: Event) => this.change({ name: (event.target as HTMLInputElement).value });
    const chosen = (property: 'locale' | 'timeZone') => (event: CustomEvent<{ value: string }>) =>
      this.change({ [property]: event.detail.value === '' ? null : event.detail.value });
    return html`
      <div class="picture" role="group" aria-label=${t('account.picture')}>
        ${avatar(record.name, record.avatarBlobId)}
        <button class="button" type="button" ?disabled=${this.isBusy} @click=${this.pick}>
          <span class="icon icon-upload" aria-hidden="true"></span>${t('account.choosePicture')}
        </button>
        <input type="file" accept="image/*" hidden @change=${this.picked} aria-label=${t('account.choosePicture')}>
        ${
          record.avatarBlobId === null
            ? nothing
            : html`<button class="button quiet" type="button" ?disabled=${this.isBusy} @click=${() => void this.store({ avatarBlobId: null })}>
                <span class="icon icon-trash" aria-hidden="true"></span>${t('account.removePicture')}
              </button>`
        }
      </div>
      <div class="fields">
        <vaadin-text-field label=${t('account.name')} .value=${name} maxlength="190" required manual-validation autocomplete="name" @input=${typed}></vaadin-text-field>
        <vaadin-text-field label=${t('account.username')} .value=${username} readonly></vaadin-text-field>
        <vaadin-text-field label=${t('account.email')} .value=${email ?? ''} readonly helper-text=${t('account.emailHelp')}></vaadin-text-field>
        ${
          record.organisation === ''
            ? nothing
            : html`<vaadin-text-field label=${t('account.organisation')} .value=${record.organisation} readonly
                helper-text=${t('account.organisationHelp')}></vaadin-text-field>`
        }
        <vaadin-combo-box label=${t('account.language')} .items=${languages(record.locale)} .value=${language}
          helper-text=${t('account.languageHelp')} @value-changed=${chosen('locale')}></vaadin-combo-box>
        <vaadin-combo-box label=${t('account.timeZone')} .items=${this.zones} .value=${timeZone ?? ''} clear-button-visible
          helper-text=${t('account.timeZoneHelp')} @value-changed=${chosen('timeZone')}></vaadin-combo-box>
      </div>
    `;
  }

  /** Keeps only what differs. */
  private change(values: Partial<Profile>): void {
    const { record } = this.profile;
    if (record === undefined) return;
    const all = Object.entries({ ...this.draft, ...values });
    const differs = all.filter(([name, value]) => value !== record[name as keyof Profile]);
    // A language cannot be taken away, only changed.
    this.draft = Object.fromEntries(differs.filter(([name, value]) => name !== 'locale' || value !== null));
    this.error = '';
  }

  private readonly save = async (event: Event) => {
    event.preventDefault();
    if (this.draft.name?.trim() === '') this.error = t('account.nameMissing');
    else if (await this.store(this.draft)) this.draft = {};
  };

  private readonly pick = () => this.querySelector<HTMLInputElement>('input[type=file]')?.click();

  private readonly picked = async ({ target }: Event) => {
    const input = target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = '';
    if (file === undefined) return;
    const picture = await pictureOf(file).catch(() => null);
    if (picture === null) this.error = t('account.noPicture', { name: file.name });
    else await this.store(async () => ({ avatarBlobId: (await theStore().upload(picture)).blobId }));
  };

  /** True when it was stored. */
  private async store(values: Partial<Profile> | (() => Promise<Partial<Profile>>)): Promise<boolean> {
    this.isBusy = true;
    this.error = '';
    try {
      await theStore().update('Profile', 'singleton', typeof values === 'function' ? await values() : values);
      // The answer to a change belongs to the session as it was; with the next one the page learns of the new name.
      await theStore().call('Profile/get', { ids: [] });
      toast(t('host.saved'), 'green');
      return true;
    } catch (error) {
      this.error = errorText(error);
      return false;
    } finally {
      this.isBusy = false;
    }
  }
}

/** Languages by their names in the language of the page, with the tag that is set now. */
function languages(present: string): Option[] {
  const names = new Intl.DisplayNames(locale(), { type: 'language' });
  return [...new Set([...LANGUAGES, present])]
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
