import '@vaadin/text-field';
import type { Grid, ToolbarContext } from 'extjs-types';
import { css, html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { PanelElement } from '../element';
import { formatDate, formatWhen, t } from '../i18n';
import { ask, errorText, showError } from '../notice';
import { renderItem } from '../render/index';
import { showOnce } from '../shown-once';
import { theStore } from '../store/index';
import { accountStyles } from './account.styles';
import { loadTexts } from './texts';
import type { AppPassword } from './types';

/** Passwords for single programs: made here, shown once, revoked. */
export class AppPasswords extends PanelElement {
  static override styles = [
    accountStyles,
    css`
      & {
        display: grid;
        grid-template-rows: auto 1fr;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--gap-s);
      }
      .line vaadin-text-field {
        flex: 1 1 200px;
      }
    `,
  ];

  @state() private error = '';
  @state() private isBusy = false;
  private readonly texts = loadTexts();
  private grid: Grid<'AppPassword'> | undefined;

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  override render(): TemplateResult {
    this.grid ??= describe();
    return html`
      <form @submit=${this.create} novalidate>
        <h1 class="visually-hidden">${t('account.appPasswords')}</h1>
        <p class="soft">${t('account.appPasswordsText')}</p>
        <div class="line">
          <vaadin-text-field name="label" label=${t('account.appPasswordLabel')} maxlength="190" autocomplete="off"></vaadin-text-field>
          <button class="button primary" ?disabled=${this.isBusy}>
            <span class="icon icon-key" aria-hidden="true"></span>${t('account.createAppPassword')}
          </button>
        </div>
        <p class="error-text" role="alert" ?hidden=${this.error === ''}>${this.error}</p>
      </form>
      ${renderItem(this.grid, this.panelId)}
    `;
  }

  private readonly create = async (event: Event) => {
    event.preventDefault();
    const field = this.querySelector<HTMLElement & { value: string }>('[name=label]');
    const label = field?.value.trim() ?? '';
    if (field === null || label === '') {
      this.error = t('host.required');
      return;
    }
    this.isBusy = true;
    this.error = '';
    try {
      const { password } = await theStore().call('AppPassword/create', { label });
      field.value = '';
      const title = t('account.appPasswordShown', { label });
      await showOnce(title, t('account.appPasswordShownText'), String(password));
    } catch (error) {
      this.error = errorText(error);
    }
    this.isBusy = false;
  };
}

function describe(): Grid<'AppPassword'> {
  return {
    xtype: 'grid',
    type: 'AppPassword',
    menu: false,
    title: t('account.appPasswords'),
    sort: [{ property: 'createdAt', isAscending: false }],
    tbar: [{ xtype: 'button', text: t('account.revoke'), icon: 'trash', needsSelection: true, handler: revoke }],
    emptyText: t('account.noAppPasswords'),
    columns: [
      { dataIndex: 'label', text: t('account.appPasswordLabel'), flex: 1, sortable: true, rowHeader: true },
      { dataIndex: 'createdAt', text: t('account.created'), width: 130, sortable: true, renderer: formatDate },
      {
        dataIndex: 'lastUsedAt',
        text: t('account.lastUse'),
        width: 130,
        sortable: true,
        renderer: (_, password) => lastUse(password),
      },
      { dataIndex: 'address', text: t('account.address'), width: 190, renderer: (address) => address ?? '' },
    ],
    card: (password) => ({
      title: password.label,
      subtitle: `${t('account.lastUse')}: ${lastUse(password)}`,
      meta: password.address === null ? [] : [password.address],
    }),
  };
}

function lastUse({ lastUsedAt }: AppPassword): string {
  return lastUsedAt === null ? t('account.never') : formatWhen(lastUsedAt);
}

async function revoke({ records: [password] }: ToolbarContext<AppPassword>): Promise<void> {
  if (password === undefined) return;
  const title = t('account.revokeTitle', { label: password.label });
  const question = { title, text: t('account.revokeText'), confirm: t('account.revoke'), isDangerous: true };
  if (await ask(question)) await theStore().destroy('AppPassword', [password.id]).catch(showError);
}
