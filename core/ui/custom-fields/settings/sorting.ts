/** Rows of several lists that are dragged to another place of their own list. */
export class Sorting {
  private dragged: { readonly list: string; readonly index: number } | undefined;

  /** @param drop a row of a list was dropped on another */
  constructor(private readonly drop: (list: string, from: number, to: number) => void) {}

  readonly start = (event: DragEvent, list: string, index: number): void => {
    event.stopPropagation(); // a field lies in a set, which can be dragged too
    this.dragged = { list, index };
    event.dataTransfer?.setData('text/plain', '');
    if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = 'move';
  };

  readonly over = (event: DragEvent, list: string): void => {
    if (this.dragged?.list !== list) return;
    event.preventDefault();
    event.stopPropagation();
  };

  readonly end = (event: DragEvent, list: string, index: number): void => {
    const { dragged } = this;
    if (dragged?.list !== list) return;
    event.preventDefault();
    event.stopPropagation();
    this.dragged = undefined;
    if (dragged.index !== index) this.drop(list, dragged.index, index);
  };
}
