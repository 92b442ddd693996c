import { css, html, type TemplateResult } from 'lit';
import { navigate, PanelElement, showError } from '../../../core/ui/api';
import { fileRequest } from './new-request';
import './request-list';
import './request-view';
import { loadTexts } from './texts';

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

  private readonly texts = loadTexts();

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
      const id = await fileRequest();
      if (id !== null) navigate({ panel: 'help', path: [id] });
    } catch (error) {
      showError(error);
    }
  };
}
