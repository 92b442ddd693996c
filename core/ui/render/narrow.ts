import type { ReactiveController, ReactiveControllerHost } from 'lit';

const narrow = matchMedia('(max-width: 599px)');

/** Whether the page is a phone's: one pane at a time, cards for rows. */
export class Narrow implements ReactiveController {
  private readonly redraw = () => this.host.requestUpdate();

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }
  get is(): boolean {
    return narrow.matches;
  }
  hostConnected(): void {
    narrow.addEventListener('change', this.redraw);
  }
  hostDisconnected(): void {
    narrow.removeEventListener('change', this.redraw);
  }
}
