import { css, html, type TemplateResult } from 'lit';
import { addMessages, navigate, PanelElement, showError, t, toast } from '../../../core/ui/api';
import { askForTicket, loadTexts, ticketTypesWith } from '../../support/ui/api';
import './request-list';
import './request-view';

/** The Help panel: a customer's own requests, and the one that is read. On a phone one of the two. */
export class HelpPanel extends PanelElement {
  static override styles = css`
    .panes {
      display: grid;
      grid-template-columns: minmax(300px, 400px) minmax(0, 1fr);
      height: 100%;
    }
    help-requests {
      min-height: 0;
      border-inline-end: 1px solid var(--line);
      background: var(--surface);
    }
    help-request {
      min-height: 0;
    }
    @media (max-width: 599px) {
      .panes {
        grid-template-columns: minmax(0, 1fr);
      }
      .reading help-requests,
      .panes:not(.reading) help-request {
        display: none;
      }
      help-requests {
        border: 0;
      }
    }
  `;

  private readonly texts = Promise.all([
    loadTexts(),
    addMessages({
      en: () => import('./messages/en.json'),
      nl: () => import('./messages/nl.json'),
      de: () => import('./messages/de.json'),
    }),
  ]);

  protected override async scheduleUpdate(): Promise<void> {
    await this.texts;
    await super.scheduleUpdate();
  }

  override render(): TemplateResult {
    const [id] = this.route.path;
    return html`
      <div class="panes ${id === undefined ? '' : 'reading'}">
        <help-requests .query=${this.route.query} .selected=${id} @new-request=${this.ask}></help-requests>
        <help-request .requestId=${id}></help-request>
      </div>
    `;
  }

  private readonly ask = async () => {
    try {
      const types = await ticketTypesWith(({ maySubmit }) => maySubmit);
      if (types.length === 0) {
        toast(t('help.noLists'));
        return;
      }
      const texts = { title: t('help.newRequest'), messageLabel: t('help.message'), submit: t('help.send') };
      const id = await askForTicket(texts, types);
      if (id === null) return;
      toast(t('help.sent'), 'green');
      navigate({ panel: 'help', path: [id] });
    } catch (error) {
      showError(error);
    }
  };
}
